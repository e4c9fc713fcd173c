"""What the loop has learnt, in the table: an item for each kind of edit and each construct."""

from collections.abc import Mapping, Sequence

from boto3.dynamodb.conditions import Key

from errata.adapters.aws import CollisionError
from errata.adapters.dynamodb import experiments, group_items, keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows, absent, attempts
from errata.diagnosis import Group
from errata.errors import ConflictError
from errata.experiments import Experiment
from errata.learning import Arm, Death, Outcome

MOST_ARMS = 256
"""Kinds of edit that are read; proposers name about thirty."""


def arms(rows: Rows) -> Sequence[Arm]:
    """Return all arms, in the order of their names."""
    found: list[Arm] = []
    start: Item | None = None
    while len(found) < MOST_ARMS:
        position = {"ExclusiveStartKey": start} if start else {}
        items, start = rows.query(Key("pk").eq(keys.LEARNED), {"Limit": MOST_ARMS, **position})
        found += [unpack(item, Arm) for item in items]
        if start is None:
            break
    return found[:MOST_ARMS]


def credit(rows: Rows, outcome: Outcome) -> None:
    """Add an outcome to its arm, whoever else does so at the same time.

    Raises
    ------
    StorageError
        When the table does not answer, or others were in the way all the time.
    """
    operator = outcome.arm.partition("/")[0]
    for _ in attempts():
        item = rows.get(keys.learned(operator))
        known = unpack(item, Arm) if item else Arm(operator=operator)
        arm = known.after(outcome)
        new = {"body": pack(arm), "updates": arm.updates, "expires_at": rows.expiry()}
        try:
            rows.put_if({**keys.learned(operator), **new}, _unchanged(known) if item else absent())
        except (ConflictError, CollisionError):
            continue
        return


def _unchanged(arm: Arm) -> Mapping[str, object]:
    return {
        "ConditionExpression": "updates = :updates",
        "ExpressionAttributeValues": {":updates": arm.updates},
    }


def remember(rows: Rows, deaths: Sequence[Death]) -> None:
    """Keep what constructs died of."""
    for death in deaths:
        body = {"body": pack(death), "expires_at": rows.expiry()}
        rows.put({**keys.construct(death.known_by), **body})


def deaths(rows: Rows, constructs: Sequence[str]) -> Sequence[Death]:
    """Return what is known of constructs."""
    wanted = [keys.construct(each) for each in dict.fromkeys(constructs)]
    return [unpack(item, Death) for item in rows.get_many(wanted)]


def verdicts(rows: Rows, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
    """Return experiments with their diagnoses, in no order."""
    wanted = [keys.experiment(each) for each in dict.fromkeys(experiment_ids)]
    return [experiments.read(item) for item in rows.get_many(wanted)]


def known_groups(rows: Rows, fingerprints: Sequence[str]) -> Mapping[str, Group]:
    """Return the groups that exist, by fingerprint."""
    wanted = [keys.group(each) for each in dict.fromkeys(fingerprints)]
    found = map(group_items.read, rows.get_many(wanted))
    return {group.fingerprint: group for group in found}
