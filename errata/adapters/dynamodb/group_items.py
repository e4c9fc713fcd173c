"""The item of a group: counted, explained and decided upon, by one writer at a time.

The item guards the group. It is read, changed here and written back on condition that nobody
changed it meanwhile; whoever comes second reads again. So sightings that arrive out of order, and
diagnoses of different worth, are settled by plain code.
"""

from collections.abc import Mapping
from datetime import datetime

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Write, absent
from errata.diagnosis import Diagnosis, Group, GroupDay
from errata.events import FailureEvent
from errata.taxonomy import GroupStatus, Source, Verification

WORTH = {Source.PATTERNS: 0, Source.MEMORY: 1, Source.CLAUDE: 1, Source.HUMAN: 2}
"""Whose diagnosis speaks for a group; among equals the latest, whose failure is still kept."""

RECENT_DAYS = 14
"""Days with failures whose counts a group carries, for its trend."""


def seen(event: FailureEvent, diagnosis: Diagnosis, before: Item | None, expires_at: int) -> Write:
    """Return the write that counts a failure; ``before`` is the group as it was read."""
    moment = keys.moment(event.occurred_at)
    if before is None:
        new = {
            **keys.group(diagnosis.fingerprint),
            "gsi1sk": moment,
            "first_seen": moment,
            "count": 1,
            "recent": _recent({}, event),
            "exemplar": pack(diagnosis),
            "expires_at": expires_at,
        }
        return {"Put": {"Item": _listed(new), **absent()}}
    new = {
        **before,
        "gsi1sk": max(moment, before["gsi1sk"]),
        "first_seen": min(moment, before["first_seen"]),
        "count": before["count"] + 1,
        "recent": _recent(before.get("recent", {}), event),
        "exemplar": _worthier(before, diagnosis),
        "expires_at": expires_at,
    }
    if before.get("status") == GroupStatus.RESOLVED and moment > before["status_at"]:
        new |= {"status": GroupStatus.REGRESSED.value, "status_at": moment}
        del new["status_by"]
    return _replacing(before, new)


def explained(diagnosis: Diagnosis, before: Item) -> Write:
    """Return the write that lets a group speak by a diagnosis, unless it has a worthier one."""
    return _replacing(before, {**before, "exemplar": _worthier(before, diagnosis)})


def shown(fingerprint: str, verification: Verification) -> Write:
    """Return the update that counts what a repair has shown of a group's diagnosis.

    It takes a revision, so that whoever writes the whole item meanwhile reads it again.
    """
    return {
        "Update": {
            "Key": keys.group(fingerprint),
            "UpdateExpression": f"ADD {verification} :one, revision :one",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": {":one": 1},
        }
    }


def decided(status: GroupStatus, by: str, at: datetime, before: Item) -> Write:
    """Return the write of what a person decided about a group."""
    decision = {"status": status.value, "status_by": by, "status_at": keys.moment(at)}
    return _replacing(before, before | decision)


def read(item: Item) -> Group:
    """Return the group that an item holds."""
    exemplar = unpack(item, Diagnosis, "exemplar")
    return Group(
        fingerprint=exemplar.fingerprint,
        category=exemplar.category,
        severity=exemplar.severity,
        stage=exemplar.stage,
        root_cause=exemplar.root_cause,
        fix_suggestion=exemplar.fix_suggestion,
        count=int(item["count"]),
        first_seen=item["first_seen"],
        last_seen=item["gsi1sk"],
        exemplar_experiment_id=exemplar.experiment_id,
        exemplar_failure_id=exemplar.failure_id,
        status=item.get("status", GroupStatus.OPEN),
        status_at=item.get("status_at"),
        status_by=item.get("status_by"),
        recent=tuple(
            GroupDay(day=day, count=int(count))
            for day, count in sorted(item.get("recent", {}).items())
        ),
        verified=int(item.get("verified", 0)),
        refuted=int(item.get("refuted", 0)),
    )


def _recent(known: Mapping[str, int], event: FailureEvent) -> dict[str, int]:
    """Return the last days' counts with one more failure."""
    day = event.occurred_at.date().isoformat()
    counted = {**known, day: known.get(day, 0) + 1}
    return dict(sorted(counted.items())[-RECENT_DAYS:])


def _listed(item: Item) -> Item:
    """Return an item with the index attributes that follow from what it says."""
    status = GroupStatus(item.get("status", GroupStatus.OPEN))
    return item | keys.listed_group(status, item["first_seen"], item["gsi1sk"])


def _worthier(before: Item, diagnosis: Diagnosis) -> bytes:
    known = unpack(before, Diagnosis, "exemplar")
    if WORTH[diagnosis.source] < WORTH[known.source]:
        return bytes(before["exemplar"])
    return pack(diagnosis)


def _replacing(before: Item, after: Item) -> Write:
    """Return the write of ``after``, on condition that ``before`` is still what is stored."""
    revision = before.get("revision", 0)
    guard = {
        "ConditionExpression": "revision = :before",
        "ExpressionAttributeValues": {":before": revision},
    }
    if not revision:
        guard = {"ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(revision)"}
    return {"Put": {"Item": _listed(after) | {"revision": revision + 1}, **guard}}
