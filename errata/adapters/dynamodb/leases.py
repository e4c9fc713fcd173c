"""Leases of running experiments, and claims of candidates: who works on what, decided by the table.

Every write here is conditional, so that of several orchestrators exactly one wins.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from boto3.dynamodb.conditions import Attr, ConditionBase, Key

from errata.adapters.dynamodb import experiments, keys
from errata.adapters.dynamodb.items import Item
from errata.adapters.dynamodb.rows import Rows, Write, absent
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.leases import Lease
from errata.taxonomy import ExperimentStatus, Stage

_RUNNING = "#status = :running"
_NAMES = {"#status": "status"}


def attributes(lease: Lease) -> dict[str, Any]:
    """Return what a lease adds to the item of its experiment."""
    return {"lease_owner": lease.owner, "lease_until": _seconds(lease.until)}


def claimed(experiment: Experiment, expires_at: int) -> list[Write]:
    """Return the write that claims a candidate for an experiment; none for one without code."""
    if experiment.code is None:
        return []
    item = {
        **_candidate(experiment, experiment.code),
        "holder": experiment.experiment_id,
        "expires_at": expires_at,
    }
    return [{"Put": {"Item": item, **absent()}}]


def released(experiment: Experiment, now: int) -> list[Write]:
    """Return the write that lets a candidate be tried again, where its outcome is no verdict."""
    begins_lineage = experiment.parent_id is None
    failed_to_begin = begins_lineage and experiment.status is ExperimentStatus.FAILED
    never_judged = experiment.status in (ExperimentStatus.ABANDONED, ExperimentStatus.SKIPPED)
    if experiment.code is None or not (never_judged or failed_to_begin):
        return []
    update = {
        "Key": _candidate(experiment, experiment.code),
        "UpdateExpression": "SET expires_at = :now",
        "ConditionExpression": "holder = :holder",
        "ExpressionAttributeValues": {":holder": experiment.experiment_id, ":now": now},
    }
    return [{"Update": update}]


def _candidate(experiment: Experiment, code: ArtifactRef) -> dict[str, str]:
    """Return the key of a claim: of a candidate for good, of its repetition in each run anew."""
    again = f"#{experiment.run_id}" if experiment.replays else ""
    return keys.candidate(f"{code.sha256}{again}")


def crowned(experiment: Experiment, over: str | None) -> Write:
    """Return the write that makes an adopted experiment champion if ``over`` still is."""
    put: dict[str, Any] = {"Item": experiments.champion(experiment)}
    if over is None:
        return {"Put": put | {"ConditionExpression": "attribute_not_exists(pk)"}}
    condition = {
        "ConditionExpression": "experiment_id = :over",
        "ExpressionAttributeValues": {":over": over},
    }
    return {"Put": put | condition}


def renewed(experiment_id: str, lease: Lease, stage: Stage) -> dict[str, Any]:
    """Return the update that prolongs a lease, if it is still its owner's."""
    return {
        "Key": keys.experiment(experiment_id),
        "UpdateExpression": "SET lease_until = :until, stage = :stage",
        "ConditionExpression": f"{_RUNNING} AND lease_owner = :owner",
        "ExpressionAttributeNames": _NAMES,
        "ExpressionAttributeValues": {
            ":until": _seconds(lease.until),
            ":stage": stage,
            ":owner": lease.owner,
            ":running": ExperimentStatus.RUNNING,
        },
    }


def taken_over(experiment_id: str, lease: Lease, now: datetime) -> dict[str, Any]:
    """Return the update that gives an overdue experiment another owner."""
    return {
        "Key": keys.experiment(experiment_id),
        "UpdateExpression": "SET lease_owner = :owner, lease_until = :until",
        "ConditionExpression": f"{_RUNNING} AND lease_until < :now",
        "ExpressionAttributeNames": _NAMES,
        "ExpressionAttributeValues": {
            ":owner": lease.owner,
            ":until": _seconds(lease.until),
            ":now": _seconds(now),
            ":running": ExperimentStatus.RUNNING,
        },
    }


def overdue(rows: Rows, first_day: date, last_day: date, now: datetime) -> Iterator[Experiment]:
    """Yield running experiments whose lease has run out, oldest first.

    Costs a query for each day that has experiments, and what is running on it is read.
    """
    days = Key("pk").eq(keys.DAYS) & Key("sk").between(first_day.isoformat(), last_day.isoformat())
    for marked in _items(rows, days, {}):
        index, partition = keys.listing_index(marked["sk"], ("status", ExperimentStatus.RUNNING))
        options = {
            "IndexName": index,
            "FilterExpression": Attr("lease_until").lt(_seconds(now)),
        }
        for item in _items(rows, Key(f"{index}pk").eq(partition), options):
            yield experiments.read(item).model_copy(update={"stage": Stage(item["stage"])})


def _items(rows: Rows, condition: ConditionBase, options: dict[str, Any]) -> Iterator[Item]:
    start: Item | None = None
    while True:
        position = {"ExclusiveStartKey": start} if start else {}
        items, start = rows.query(condition, options | position)
        yield from items
        if start is None:
            return


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
