"""Diagnosed failures in the table, with their groups, counters and memory."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from boto3.dynamodb.conditions import ConditionBase, Key

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows
from errata.diagnosis import DailyCount, Diagnosis, FailureRecord, Group, ParkedMessage
from errata.errors import ConflictError, NotFoundError
from errata.events import FailureEvent
from errata.taxonomy import Source

REUSABLE = (Source.HUMAN, Source.CLAUDE)
"""Whose diagnoses are worth remembering, the best first. Patterns answer again for nothing, and a
remembered answer of theirs would keep a better one from being asked for."""

Write = dict[str, dict[str, Any]]


def record(rows: Rows, event: FailureEvent, diagnosis: Diagnosis) -> bool:
    """Store a diagnosed failure with all that follows from it; False if it is stored already."""
    known = rows.get(keys.experiment(event.experiment_id)) is not None
    writes = [
        _failure(event, diagnosis, rows.expiry()),
        _group(event, diagnosis, rows.expiry()),
        _counter(event, diagnosis, rows.expiry()),
        *([_badge(diagnosis)] if known else []),
        *([_memory(diagnosis, rows.expiry())] if diagnosis.source in REUSABLE else []),
    ]
    try:
        rows.transact(writes)
    except ConflictError:
        return False
    _stretch(rows, event, diagnosis)
    return True


def _failure(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Write:
    item = {
        **keys.failure(event.experiment_id, event.failure_id),
        "gsi1pk": keys.kin(diagnosis.fingerprint),
        "gsi1sk": event.failure_id,
        "event": pack(event),
        "diagnosis": pack(diagnosis),
        "expires_at": expires_at,
    }
    return {"Put": {"Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}


def _group(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Write:
    seen = keys.moment(event.occurred_at)
    return {
        "Update": {
            "Key": keys.group(diagnosis.fingerprint),
            "UpdateExpression": (
                "ADD #count :one SET expires_at = :expires_at"
                ", exemplar = if_not_exists(exemplar, :exemplar)"
                ", first_seen = if_not_exists(first_seen, :seen)"
                ", gsi1pk = :groups, gsi1sk = if_not_exists(gsi1sk, :seen)"
            ),
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": {
                ":one": 1,
                ":expires_at": expires_at,
                ":exemplar": pack(diagnosis),
                ":seen": seen,
                ":groups": keys.GROUPS,
            },
        }
    }


def _counter(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Write:
    day = event.occurred_at.date().isoformat()
    return {
        "Update": {
            "Key": keys.counter(day, diagnosis.category, diagnosis.severity, diagnosis.stage),
            "UpdateExpression": "ADD #count :one SET expires_at = :expires_at",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": {":one": 1, ":expires_at": expires_at},
        }
    }


def _badge(diagnosis: Diagnosis) -> Write:
    """Return the update by which the experiment shows its diagnosis in listings."""
    badge = {
        "failure_id": diagnosis.failure_id,
        "category": diagnosis.category,
        "severity": diagnosis.severity,
        "root_cause": diagnosis.root_cause,
        "fingerprint": diagnosis.fingerprint,
        **keys.listed_by_verdict(diagnosis.experiment_id, diagnosis.category, diagnosis.severity),
    }
    return {
        "Update": {
            "Key": keys.experiment(diagnosis.experiment_id),
            "UpdateExpression": "SET " + ", ".join(f"{name} = :{name}" for name in badge),
            "ExpressionAttributeValues": {f":{name}": value for name, value in badge.items()},
        }
    }


def _memory(diagnosis: Diagnosis, expires_at: int) -> Write:
    item = {
        **keys.remembered(diagnosis.fingerprint, diagnosis.source),
        "body": pack(diagnosis),
        "expires_at": expires_at,
    }
    return {"Put": {"Item": item}}


def _stretch(rows: Rows, event: FailureEvent, diagnosis: Diagnosis) -> None:
    """Move a group's first or last sighting to this one, if it lies outside of what was seen.

    Failures arrive out of order; which sighting is the last is for the table to say, by condition.
    """
    for attribute, comparison in (("gsi1sk", "<"), ("first_seen", ">")):
        with suppress(ConflictError):
            rows.update(
                keys.group(diagnosis.fingerprint),
                UpdateExpression=f"SET {attribute} = :seen",
                ConditionExpression=f"{attribute} {comparison} :seen",
                ExpressionAttributeValues={":seen": keys.moment(event.occurred_at)},
            )


def recorded(rows: Rows, events: Sequence[FailureEvent]) -> frozenset[str]:
    """Return the failure ids among ``events`` that are stored already."""
    wanted = {event.failure_id: event for event in events}.values()
    found = rows.get_many([keys.failure(e.experiment_id, e.failure_id) for e in wanted])
    return frozenset(item["sk"].removeprefix("FAIL#") for item in found)


def remembered(rows: Rows, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
    """Return the best reusable diagnosis of each known fingerprint."""
    wanted = [
        keys.remembered(fingerprint, source)
        for fingerprint in dict.fromkeys(fingerprints)
        for source in REUSABLE
    ]
    known = [unpack(item, Diagnosis) for item in rows.get_many(wanted)]
    # The best come last, so that they stay.
    known.sort(key=lambda diagnosis: REUSABLE.index(diagnosis.source), reverse=True)
    return {diagnosis.fingerprint: diagnosis for diagnosis in known}


def failure(rows: Rows, experiment_id: str, failure_id: str) -> FailureRecord:
    """Return one diagnosed failure; NotFoundError if there is none."""
    item = rows.get(keys.failure(experiment_id, failure_id))
    if item is None:
        raise NotFoundError(f"there is no failure {failure_id} of experiment {experiment_id}")
    return read_failure(item)


def read_failure(item: Item) -> FailureRecord:
    """Return the diagnosed failure that an item holds."""
    return FailureRecord(
        event=unpack(item, FailureEvent, "event"),
        diagnosis=unpack(item, Diagnosis, "diagnosis"),
    )


def group(rows: Rows, fingerprint: str) -> Group:
    """Return one group; NotFoundError if there is none."""
    item = rows.get(keys.group(fingerprint))
    if item is None:
        raise NotFoundError(f"there is no group {fingerprint}")
    return read_group(item)


def read_group(item: Item) -> Group:
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
    )


def daily_counts(rows: Rows, first_day: date, last_day: date) -> Sequence[DailyCount]:
    """Return the counters of the days given, one query a month."""
    counts: list[DailyCount] = []
    for month in _months(first_day, last_day):
        # "~" sorts after every character of a counter's key.
        span = Key("sk").between(first_day.isoformat(), f"{last_day.isoformat()}~")
        counts += (_read_count(item) for item in _all(rows, Key("pk").eq(keys.stats(month)) & span))
    return counts


def _all(rows: Rows, condition: ConditionBase) -> Iterator[Item]:
    options: dict[str, Any] = {}
    while True:
        items, stopped = rows.query(condition, **options)
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


def parked_item(message: ParkedMessage, expires_at: int) -> Item:
    """Return the item of a parked message."""
    return {**keys.parked(message.parked_id), "body": pack(message), "expires_at": expires_at}


def read_parked(item: Item) -> ParkedMessage:
    """Return the parked message that an item holds."""
    return unpack(item, ParkedMessage)
