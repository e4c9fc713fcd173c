"""The audit trail in the table: one item a change, written in the same transaction as it.

A month's entries share a partition. Only people make them, one at a time, so that a month is
thousands of items at the most, and a page is one query of it. Entries outlive what they tell of:
they are kept for 400 days, so that a year can be looked back on, and then expire.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from boto3.dynamodb.conditions import ConditionBase, Key
from ulid import ULID

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows, Write, absent
from errata.audit import Act, AuditEntry, State
from errata.ports import Page

KEPT = timedelta(days=400)
QUESTION = "AUDIT"


def entry(
    act: Act, subject: str, *, by: str, at: datetime, before: State | None, after: State | None
) -> Write:
    """Return the write that keeps on record what is written beside it."""
    kept = AuditEntry(
        entry_id=str(ULID.from_datetime(at)),
        at=at,
        by=by,
        act=act,
        subject=subject,
        before=before,
        after=after,
    )
    item = {
        **keys.audited(kept.entry_id),
        "body": pack(kept),
        "expires_at": int((at + KEPT).timestamp()),
    }
    return {"Put": {"Item": item, **absent()}}


class Trail:
    """``AuditTrail`` on the rows of a table."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def audit(self, *, now: datetime, limit: int, cursor: str | None = None) -> Page[AuditEntry]:
        """Return one page of what people changed, newest first; one query for each month read."""
        cursors = self._rows.cursors
        past = cursors.decode(cursor, QUESTION)["past"] if cursor else None
        found, more = self._after(past, now, limit)
        shown = found[:limit]
        further = cursors.encode({"past": shown[-1]["sk"]}, QUESTION) if shown and more else None
        return Page(tuple(unpack(item, AuditEntry) for item in shown), further)

    def _after(self, past: str | None, now: datetime, limit: int) -> tuple[list[Item], bool]:
        """Return entries past one, and whether there are more."""
        found: list[Item] = []
        for month in _months(ULID.from_str(past).datetime if past else now, now - KEPT):
            condition: ConditionBase = Key("pk").eq(keys.audit(month))
            if past:
                condition &= Key("sk").lt(past)
            options = {"ScanIndexForward": False, "Limit": limit + 1 - len(found)}
            items, stopped = self._rows.query(condition, options)
            found += items
            if stopped or len(found) > limit:
                return found, True
        return found, False


def _months(newest: datetime, oldest: datetime) -> Iterator[str]:
    """Yield the months from one time back to another, both inclusive, as ``2026-01``."""
    last, first = (time.year * 12 + time.month - 1 for time in (newest, oldest))
    for number in range(last, first - 1, -1):
        yield f"{number // 12}-{number % 12 + 1:02}"
