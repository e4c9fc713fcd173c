"""Saved views in the table: one item each, in a partition of their owner's."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import keys, trail
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows, Write, absent, attempts
from errata.audit import Act, State
from errata.errors import ConflictError, InvalidInputError
from errata.views import MOST_VIEWS, SavedView


class Views:
    """``ViewStore`` on the rows of a table."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def views(self, owner: str) -> Sequence[SavedView]:
        """Return a person's views in the order of their names."""
        items, _ = self._rows.query(Key("pk").eq(keys.views(owner)), {"Limit": MOST_VIEWS})
        return [unpack(item, SavedView) for item in items]

    def save_view(self, owner: str, view: SavedView, *, by: str) -> None:
        """Keep a view, in the place of one of the same name if there is one.

        Raises
        ------
        InvalidInputError
            When the person has as many as are kept.
        """
        known = {saved.name for saved in self.views(owner)}
        if view.name not in known and len(known) >= MOST_VIEWS:
            message = f"is one too many: delete one of your {MOST_VIEWS} views"
            raise InvalidInputError("name", message)
        self._change(owner, view.name, view, by=by, at=view.saved_at)

    def delete_view(self, owner: str, name: str, *, by: str, at: datetime) -> None:
        """Forget a view; nothing happens when there is none."""
        self._change(owner, name, None, by=by, at=at)

    def _change(
        self, owner: str, name: str, view: SavedView | None, *, by: str, at: datetime
    ) -> None:
        """Put a view, or none, in the place of what is there, and keep that on record."""
        key = keys.view(owner, name)
        for _ in attempts():
            before = self._rows.get(key)
            if before is None and view is None:
                return
            audited = trail.entry(
                Act.SAVED if view else Act.DELETED,
                f"views/{name}",
                by=by,
                at=at,
                before=_shown(unpack(before, SavedView)) if before else None,
                after=_shown(view) if view else None,
            )
            item = {**key, "body": pack(view)} if view else None
            with suppress(ConflictError):
                self._rows.transact_once([_replacing(key, before, item), audited])
                return


def _shown(view: SavedView) -> State:
    return {"address": view.address}


def _replacing(key: Item, before: Item | None, after: Item | None) -> Write:
    """Return the write of ``after``, or of nothing, if ``before`` is still what is stored."""
    guard = absent()
    if before:
        guard = {
            "ConditionExpression": "body = :before",
            "ExpressionAttributeValues": {":before": before["body"]},
        }
    return {"Put": {"Item": after, **guard}} if after else {"Delete": {"Key": key, **guard}}
