"""One page of one partition, newest first."""

from collections.abc import Callable
from typing import Any, TypeVar

from boto3.dynamodb.conditions import ConditionBase

from errata.adapters.dynamodb import cursor
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows
from errata.ports import Page

T = TypeVar("T")


def page(
    rows: Rows,
    condition: ConditionBase,
    read: Callable[[Item], T],
    limit: int,
    after: str | None,
    index: str | None = None,
) -> Page[T]:
    """Return up to ``limit`` items after a cursor; InvalidInputError for a bad cursor."""
    partition = str(condition.get_expression()["values"][1])
    names = ["pk", "sk"] + ([f"{index}pk", f"{index}sk"] if index else [])
    options: dict[str, Any] = {"ScanIndexForward": False, "Limit": limit + 1}
    if index:
        options["IndexName"] = index
    if after:
        options["ExclusiveStartKey"] = cursor.decode(after, partition)
    items, _ = rows.query(condition, **options)
    more = len(items) > limit
    position = {name: items[limit - 1][name] for name in names} if more else None
    return Page(
        tuple(map(read, items[:limit])),
        cursor.encode(position, partition) if position else None,
    )
