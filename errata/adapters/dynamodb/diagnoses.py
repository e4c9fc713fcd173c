"""Diagnosed failures in the table, their groups and what is remembered of them."""

from collections.abc import Mapping, Sequence

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import group_items, keys
from errata.adapters.dynamodb.consequences import REUSABLE
from errata.adapters.dynamodb.items import Item, unpack
from errata.adapters.dynamodb.rows import Rows
from errata.diagnosis import Correction, Diagnosis, FailureRecord, Group
from errata.errors import NotFoundError
from errata.events import FailureEvent
from errata.taxonomy import Category, Verification


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
    known = [_remembered(item) for item in rows.get_many(wanted)]
    # The best come last, so that they stay.
    known.sort(key=lambda diagnosis: REUSABLE.index(diagnosis.source), reverse=True)
    return {diagnosis.fingerprint: diagnosis for diagnosis in known}


def _remembered(item: Item) -> Diagnosis:
    """Return a remembered diagnosis, and what repairs have shown of it.

    They are counted beside it: who repairs may not write what memory says. What one of them has
    verified, no clumsy one refutes.
    """
    best_first = (Verification.VERIFIED, Verification.REFUTED)
    shown = next((each for each in best_first if item.get(each)), None)
    return unpack(item, Diagnosis).model_copy(update={"verified": shown})


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
    return group_items.read(item)


def examples(rows: Rows, category: Category, limit: int) -> Sequence[Diagnosis]:
    """Return the newest corrected diagnoses of a category."""
    condition = Key("gsi3pk").eq(keys.examples(category))
    options = {"IndexName": "gsi3", "ScanIndexForward": False, "Limit": limit}
    return [unpack(item, Diagnosis, "diagnosis") for item in rows.query(condition, options)[0]]


def corrections(
    rows: Rows, experiment_id: str, failure_id: str, limit: int
) -> Sequence[Correction]:
    """Return the last corrections of a failure, newest first."""
    partition = keys.failure(experiment_id, failure_id)["pk"]
    condition = Key("pk").eq(partition) & Key("sk").begins_with(keys.corrections(failure_id))
    items, _ = rows.query(condition, {"ScanIndexForward": False, "Limit": limit})
    return [unpack(item, Correction) for item in items]
