"""Counters of the table: what failed on a day, who explained it, at what cost, and how fast.

Each kind of failure has one item a day, to which every write adds. It carries its share of the
day's digest too: so a digest costs no write of its own, and there is no item of the whole day at
which all its writers would meet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows, Write
from errata.diagnosis import DailyCount, DayDigest, Diagnosis
from errata.events import FailureEvent
from errata.percentiles import bucket_of
from errata.taxonomy import Category, Severity, Source, Stage

COUNT = "count"
COST = "cost_nanousd"
"""Billionths of a dollar: whole numbers add up exactly."""
SOURCE = "source_"
WAIT = "wait_"

Kind = tuple[Category, Severity, Stage]


def counted(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Write:
    """Return the update that counts a new failure."""
    waited = bucket_of((diagnosis.diagnosed_at - event.occurred_at).total_seconds())
    amounts = {**_verdict(diagnosis), COST: _cost(diagnosis), f"{WAIT}{waited}": 1}
    return _added(event, _kind(diagnosis), amounts, expires_at)


def revised(
    event: FailureEvent, before: Diagnosis, after: Diagnosis, expires_at: int
) -> list[Write]:
    """Return the updates by which the counters follow another diagnosis of a failure.

    What the first one cost is spent all the same, and was waited for no longer.
    """
    changes: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    changes[_kind(before)].subtract(_verdict(before))
    changes[_kind(after)].update({**_verdict(after), COST: _cost(after)})
    return [
        _added(event, kind, amounts, expires_at)
        for kind, amounts in changes.items()
        if any(amounts.values())
    ]


def digests(rows: Rows, first_day: date, last_day: date) -> Sequence[DayDigest]:
    """Return the digest of each day given that had failures, one query a month."""
    found = _between(rows, first_day, last_day)
    days = groupby(found, lambda item: str(item["sk"]).split("#")[0])
    return [_digest(day, list(items)) for day, items in days]


def _kind(diagnosis: Diagnosis) -> Kind:
    return diagnosis.category, diagnosis.severity, diagnosis.stage


def _verdict(diagnosis: Diagnosis) -> dict[str, int]:
    return {COUNT: 1, f"{SOURCE}{diagnosis.source}": 1}


def _cost(diagnosis: Diagnosis) -> int:
    return round(diagnosis.cost_usd * 1e9)


def _added(event: FailureEvent, kind: Kind, amounts: Mapping[str, int], expires_at: int) -> Write:
    changed = [(name, amount) for name, amount in amounts.items() if amount]
    day = event.occurred_at.date().isoformat()
    return {
        "Update": {
            "Key": keys.counter(day, *kind),
            "UpdateExpression": "ADD "
            + ", ".join(f"#name{n} :by{n}" for n in range(len(changed)))
            + " SET expires_at = :expires_at",
            "ExpressionAttributeNames": {f"#name{n}": it for n, (it, _) in enumerate(changed)},
            "ExpressionAttributeValues": {
                **{f":by{n}": amount for n, (_, amount) in enumerate(changed)},
                ":expires_at": expires_at,
            },
        }
    }


def _between(rows: Rows, first_day: date, last_day: date) -> Iterator[Item]:
    span = Key("sk").between(*keys.days(first_day, last_day))
    for month in _months(first_day, last_day):
        options: dict[str, Any] = {}
        while True:
            items, stopped = rows.query(Key("pk").eq(keys.stats(month)) & span, options)
            yield from items
            if stopped is None:
                break
            options = {"ExclusiveStartKey": stopped}


def _months(first_day: date, last_day: date) -> Iterator[str]:
    month = first_day.replace(day=1)
    while month <= last_day:
        yield month.isoformat()[:7]
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _digest(day: str, items: Iterable[Item]) -> DayDigest:
    # Sums below zero are of failures that were counted in an item which expired before them, or
    # before there were digests.
    counts: list[DailyCount] = []
    sums: Counter[str] = Counter()
    for item in items:
        if item.get(COUNT, 0) > 0:
            counts.append(_read_count(item))
        sums.update(
            {name: int(item[name]) for name in item if name.startswith((COST, SOURCE, WAIT))}
        )
    return DayDigest(
        day=day,
        counts=tuple(counts),
        by_source={it: n for it in Source if (n := sums[f"{SOURCE}{it}"]) > 0},
        cost_usd=sums[COST] / 1e9,
        waits={
            int(name.removeprefix(WAIT)): n for name, n in sums.items() if name.startswith(WAIT)
        },
    )


def _read_count(item: Item) -> DailyCount:
    names = ("day", "category", "severity", "stage")
    kind = dict(zip(names, item["sk"].split("#"), strict=True))
    return DailyCount.model_validate({**kind, "count": int(item[COUNT])})
