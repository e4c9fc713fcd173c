"""Other names of groups: a group outlives the algorithm that named it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows
from errata.errors import ConflictError


def canonical(rows: Rows, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return the group of each fingerprint, given what earlier algorithms called it.

    A group known by one of those names goes on under it; the new name is noted as an alias, so
    that the next failure finds it even when the earlier algorithms are gone.
    """
    known = _groups(rows, list(former))
    found = {fingerprint: fingerprint for fingerprint in former} | known
    strangers = [fingerprint for fingerprint in former if fingerprint not in known]
    older = _groups(rows, [name for fingerprint in strangers for name in former[fingerprint]])
    for fingerprint in strangers:
        target = next((older[name] for name in former[fingerprint] if name in older), None)
        if target is not None:
            found[fingerprint] = _link(rows, fingerprint, target)
    return found


def _groups(rows: Rows, fingerprints: Sequence[str]) -> dict[str, str]:
    """Return the group of each fingerprint that names one, by itself or as an alias."""
    names = list(dict.fromkeys(fingerprints))
    wanted = [key(name) for name in names for key in (keys.alias, keys.group)]
    items = {item["pk"]: item for item in rows.get_many(wanted)}
    groups: dict[str, str] = {}
    for name in names:
        alias: Item | None = items.get(keys.alias(name)["pk"])
        if alias is not None:
            groups[name] = str(alias["group"])
        elif keys.group(name)["pk"] in items:
            groups[name] = name
    return groups


def _link(rows: Rows, fingerprint: str, target: str) -> str:
    # It does not expire: the group may go on for longer than anything written today is kept.
    item = {**keys.alias(fingerprint), "group": target}
    with suppress(ConflictError):
        rows.put_new(item)
        return target
    linked = rows.get(keys.alias(fingerprint))  # another writer came first: its word stands
    return str(linked["group"]) if linked else target
