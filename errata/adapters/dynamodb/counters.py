"""Counters of the table: how many failures of each kind a day saw."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from boto3.dynamodb.conditions import ConditionBase, Key

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows
from errata.diagnosis import DailyCount


def daily_counts(rows: Rows, first_day: date, last_day: date) -> Sequence[DailyCount]:
    """Return the counters of the days given, one query a month."""
    counts: list[DailyCount] = []
    for month in _months(first_day, last_day):
        # "~" sorts after every character of a counter's key.
        span = Key("sk").between(first_day.isoformat(), f"{last_day.isoformat()}~")
        found = _all(rows, Key("pk").eq(keys.stats(month)) & span)
        # Corrections may have moved all failures of a kind to another one; below zero, even, when
        # the counter expired before a failure that it had counted.
        counts += (_read_count(item) for item in found if item["count"] > 0)
    return counts


def _all(rows: Rows, condition: ConditionBase) -> Iterator[Item]:
    options: dict[str, Any] = {}
    while True:
        items, stopped = rows.query(condition, options)
        yield from items
        if stopped is None:
            return
        options = {"ExclusiveStartKey": stopped}


def _months(first_day: date, last_day: date) -> Iterator[str]:
    month = first_day.replace(day=1)
    while month <= last_day:
        yield month.isoformat()[:7]
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _read_count(item: Item) -> DailyCount:
    day, category, severity, stage = item["sk"].split("#")
    return DailyCount.model_validate(
        {
            "day": day,
            "category": category,
            "severity": severity,
            "stage": stage,
            "count": int(item["count"]),
        }
    )
