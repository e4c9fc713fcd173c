"""One page of one partition."""

from collections.abc import Callable
from typing import Any, TypeVar

from boto3.dynamodb.conditions import ConditionBase, Key

from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows
from errata.ports import Page

T = TypeVar("T")


def page(
    rows: Rows,
    partition: str,
    read: Callable[[Item], T],
    limit: int,
    after: str | None,
    *,
    index: str | None = None,
    between: tuple[str, str] | None = None,
    oldest_first: bool = False,
) -> Page[T]:
    """Return up to ``limit`` items after a cursor; InvalidInputError for a bad cursor.

    The newest come first unless told otherwise. ``between`` takes the items
    from one sort key up to another, both inclusive. A page may be shorter though it has a cursor:
    DynamoDB reads one megabyte at a time.
    """
    options: dict[str, Any] = {"ScanIndexForward": oldest_first, "Limit": limit + 1}
    if index:
        options["IndexName"] = index
    if after:
        options["ExclusiveStartKey"] = rows.cursors.decode(after, partition)
    condition: ConditionBase = Key(f"{index or ''}pk").eq(partition)
    if between:
        condition &= Key(f"{index or ''}sk").between(*between)
    items, stopped = rows.query(condition, options)
    if len(items) > limit:
        names = ["pk", "sk", *([f"{index}pk", f"{index}sk"] if index else [])]
        stopped = {name: items[limit - 1][name] for name in names}
    cursor = rows.cursors.encode(stopped, partition) if stopped else None
    return Page(tuple(map(read, items[:limit])), cursor)
