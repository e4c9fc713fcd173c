"""Experiments in the table, and the pages that list them."""

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import islice, zip_longest
from operator import and_
from typing import Any

from boto3.dynamodb.conditions import Attr, ConditionBase, Key
from pydantic_core import to_json

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.cursor import Position
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows
from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, Order, Page
from errata.taxonomy import ExperimentStatus

VERDICT = (
    *("failure_id", "category", "severity", "root_cause"),
    *("fingerprint", "source", "confidence"),
)
"""Attributes that a diagnosis writes. They lie beside the body, so that the outcome of the
experiment and its diagnosis can arrive in any order without losing one another."""

_READ = {f"#{name}": name for name in ("pk", "sk", "expires_at", "body", *VERDICT)}
"""Attributes that listing reads, by their placeholders: some are words of DynamoDB's own."""

QUERY_BUDGET = 40
"""Queries one page may cost, whatever is asked and however much is stored."""
SCANNED_PER_QUERY = 400
"""Rows one query may look at when a filter is left that no index serves."""


def started(experiment: Experiment, expires_at: int) -> Item:
    """Return the item of a new experiment."""
    return {
        **keys.experiment(experiment.experiment_id),
        **keys.listed_by_day(experiment.experiment_id),
        **keys.listed_by_status(experiment.experiment_id, experiment.status),
        "body": pack(experiment),
        "status": experiment.status,
        "stage": experiment.stage,
        "expires_at": expires_at,
    }


def finished(experiment: Experiment, owner: str | None = None) -> dict[str, Any]:
    """Return the update that gives a running experiment its outcome, if an owner has its lease.

    An adopted one is kept for good, since others descend from it.
    """
    for_good = " REMOVE expires_at" if experiment.status is ExperimentStatus.ADOPTED else ""
    listed = keys.listed_by_status(experiment.experiment_id, experiment.status)
    return {
        "Key": keys.experiment(experiment.experiment_id),
        "UpdateExpression": "SET body = :body, #status = :status, stage = :stage, gsi2pk = :gsi2pk"
        + for_good,
        "ConditionExpression": "#status = :running"
        + (" AND lease_owner = :owner" if owner else ""),
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {
            ":body": pack(experiment),
            ":status": experiment.status,
            ":stage": experiment.stage,
            ":gsi2pk": listed["gsi2pk"],
            ":running": ExperimentStatus.RUNNING,
            **({":owner": owner} if owner else {}),
        },
    }


def champion(experiment: Experiment) -> Item:
    """Return the item that outlives an adopted experiment: the lineage goes on from it."""
    known = {"experiment_id": experiment.experiment_id, "body": pack(experiment)}
    return {**keys.CHAMPION, **known}


def read(item: Item) -> Experiment:
    """Return the experiment an item holds, with its diagnosis if that has arrived."""
    verdict = {name: item[name] for name in VERDICT if name in item}
    return unpack(item, Experiment, beside=verdict)


def get(rows: Rows, experiment_id: str) -> Experiment:
    """Return one experiment; NotFoundError if there is none."""
    item = rows.get(keys.experiment(experiment_id))
    if item is None:
        raise NotFoundError(f"there is no experiment {experiment_id}")
    return read(item)


def page(rows: Rows, query: ExperimentQuery) -> Page[Experiment]:
    """Return one page, from the end of time that the query names.

    Days without experiments cost nothing: one query says which days have any. Then each day's
    partition is read, day after day, until the page is full or the budget is spent; in the latter
    case the page is short, and its cursor goes on where it stopped.
    """
    question = _question(query)
    start = rows.cursors.decode(query.cursor, question) if query.cursor else {}
    found: list[Experiment] = []
    position: Position | None = None
    for items, position in islice(_chunks(rows, query, start), QUERY_BUDGET):
        found += map(read, items)
        if len(found) > query.limit:
            found = found[: query.limit]
            last = found[-1].experiment_id
            position = {"day": keys.day_of(last), "past": last}
            break
    cursor = rows.cursors.encode(position, question) if position else None
    return Page(tuple(found), cursor)


def _chunks(
    rows: Rows, query: ExperimentQuery, start: Position
) -> Iterator[tuple[list[Item], Position | None]]:
    """Yield what each query finds, and where to go on after it (None at the very end)."""
    days = _days(rows, query, start.get("day"))
    past = start.get("past")
    filters = _filters(query)
    narrowed = next(((name, filters[name]) for name in keys.LISTED_BY if name in filters), None)
    options = _options(query, {k: v for k, v in filters.items() if (k, v) != narrowed})
    for day, next_day in zip_longest(days, days[1:]):
        index, partition = keys.listing_index(day, narrowed)
        more = True
        while more:
            condition: ConditionBase = Key(f"{index}pk").eq(partition)
            if past:
                key = Key(f"{index}sk")
                condition &= key.gt(past) if _forward(query) else key.lt(past)
            items, stopped = rows.query(condition, {"IndexName": index, **options})
            more = stopped is not None
            past = stopped[f"{index}sk"] if stopped else None
            yield items, _position(day, past) if more else _position(next_day)


def _forward(query: ExperimentQuery) -> bool:
    return query.order is Order.OLDEST


def _position(day: str | None, past: str | None = None) -> Position | None:
    if day is None:
        return None
    return {"day": day} | ({"past": past} if past else {})


def _days(rows: Rows, query: ExperimentQuery, start: str | None) -> list[str]:
    """Return the days asked for that have experiments, in the query's order, from one day on."""
    first, last = query.first_day.isoformat(), query.last_day.isoformat()
    if start:
        first, last = (max(first, start), last) if _forward(query) else (first, min(last, start))
    if first > last:
        return []
    condition = Key("pk").eq(keys.DAYS) & Key("sk").between(first, last)
    items, _ = rows.query(condition, {"ScanIndexForward": _forward(query)})
    return [item["sk"] for item in items]


def _filters(query: ExperimentQuery) -> dict[str, str]:
    wanted = {
        "status": query.status,
        "category": query.category,
        "severity": query.severity,
        "stage": query.stage,
    }
    return {name: value for name, value in wanted.items() if value}


def _options(query: ExperimentQuery, left: Mapping[str, str]) -> dict[str, Any]:
    """Return what to read of which rows, given the filters that the index does not narrow by."""
    options: dict[str, Any] = {
        "ScanIndexForward": _forward(query),
        "Limit": SCANNED_PER_QUERY if left else query.limit + 1,
        "ProjectionExpression": ", ".join(_READ),
        "ExpressionAttributeNames": _READ,
    }
    if left:
        options["FilterExpression"] = reduce(and_, (Attr(k).eq(v) for k, v in left.items()))
    return options


def _question(query: ExperimentQuery) -> str:
    """Return what a cursor is bound to: the filters and the order.

    Not the days: "the last 30 days" are others after midnight, and the page after this one is still
    the page after this one.
    """
    asked = (query.status, query.category, query.severity, query.stage, query.order)
    return to_json(asked).decode()
