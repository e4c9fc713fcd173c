"""Puts another diagnosis in the place of a stored one, and moves all that follows from it."""

from collections.abc import Callable
from datetime import datetime

from errata.adapters.dynamodb import consequences, counters, group_items, keys, trail
from errata.adapters.dynamodb.diagnoses import read_failure
from errata.adapters.dynamodb.items import Item, pack
from errata.adapters.dynamodb.rows import Rows, Write, absent, attempts
from errata.audit import Act, State
from errata.diagnosis import Correction, Diagnosis, FailureRecord, Verdict
from errata.errors import ConflictError, NotFoundError
from errata.taxonomy import Source

Revision = tuple[Diagnosis, Item, list[Write]]
"""The new diagnosis, the index attributes of its failure, and what is written beside it."""


def upgrade(rows: Rows, diagnosis: Diagnosis) -> bool:
    """Replace an upgradeable diagnosis; False if it is not upgradeable any more.

    Raises
    ------
    NotFoundError
        When there is no such failure any more.
    StorageError
        When the table does not answer, or other writers were in the way too often.
    """

    def better(stored: FailureRecord) -> Revision | None:
        if not stored.diagnosis.upgradeable:
            return None
        # A failure stays in the group it was counted in, whatever the algorithm says today.
        kin = {"fingerprint": stored.diagnosis.fingerprint}
        return diagnosis.model_copy(update=kin), _waiting(diagnosis), []

    return _revise(rows, diagnosis.experiment_id, diagnosis.failure_id, better) is not None


def correct(
    rows: Rows, experiment_id: str, failure_id: str, verdict: Verdict, *, by: str, at: datetime
) -> FailureRecord:
    """Put a person's verdict in the place of a diagnosis, and keep what it replaced.

    Raises
    ------
    NotFoundError
        When there is no such failure.
    StorageError
        When the table does not answer, or other writers were in the way too often.
    """

    def corrected(stored: FailureRecord) -> Revision:
        before = stored.diagnosis
        after = Diagnosis(
            **verdict.model_dump(),
            failure_id=failure_id,
            experiment_id=experiment_id,
            fingerprint=before.fingerprint,
            source=Source.HUMAN,
            diagnosed_at=at,
        )
        correction = {
            **keys.correction(experiment_id, failure_id, at),
            "body": pack(Correction(at=at, by=by, before=before, after=after)),
            "expires_at": rows.expiry(),
        }
        audited = trail.entry(
            Act.CORRECTED,
            f"experiments/{experiment_id}/failures/{failure_id}",
            by=by,
            at=at,
            before=_said(before),
            after=_said(after),
        )
        beside: list[Write] = [{"Put": {"Item": correction, **absent()}}, audited]
        return after, keys.example(verdict.category, at), beside

    revised = _revise(rows, experiment_id, failure_id, corrected)
    if revised is None:
        raise NotFoundError(f"there is no failure {failure_id} of experiment {experiment_id}")
    return revised


def _said(diagnosis: Diagnosis) -> State:
    """Return what a person may correct of a diagnosis, and whose it was."""
    kept = diagnosis.model_dump(
        mode="json", include={"category", "severity", "root_cause", "fix_suggestion", "source"}
    )
    return {name: str(value) for name, value in kept.items()}


def _waiting(diagnosis: Diagnosis) -> Item:
    return keys.upgradeable(diagnosis.failure_id) if diagnosis.upgradeable else {}


def _revise(
    rows: Rows,
    experiment_id: str,
    failure_id: str,
    change: Callable[[FailureRecord], Revision | None],
) -> FailureRecord | None:
    """Change one failure's diagnosis, all or nothing; None when ``change`` does not want to."""
    for _ in attempts():
        item, experiment = rows.get_each(
            keys.failure(experiment_id, failure_id), keys.experiment(experiment_id)
        )
        if item is None:
            raise NotFoundError(f"there is no failure {failure_id} of experiment {experiment_id}")
        stored = read_failure(item)
        revision = change(stored)
        if revision is None:
            return None
        diagnosis, listed, beside = revision
        writes = [
            _replaced(item, diagnosis, listed),
            *counters.revised(stored.event, stored.diagnosis, diagnosis, rows.expiry()),
            *consequences.memory(diagnosis, rows.expiry()),
            *beside,
        ]
        if experiment and experiment.get("failure_id", failure_id) == failure_id:
            writes.append(consequences.badge(diagnosis))
        if (group := rows.get(keys.group(diagnosis.fingerprint))) is not None:
            writes.append(group_items.explained(diagnosis, group))
        try:
            rows.transact_once(writes)
        except ConflictError:
            continue
        return FailureRecord(event=stored.event, diagnosis=diagnosis)
    return None


def _replaced(item: Item, diagnosis: Diagnosis, listed: Item) -> Write:
    """Return the write of a failure's new diagnosis, unless another one came first."""
    kept = {name: item[name] for name in ("pk", "sk", "gsi1pk", "gsi1sk", "event", "expires_at")}
    return {
        "Put": {
            "Item": {**kept, **listed, "diagnosis": pack(diagnosis)},
            "ConditionExpression": "diagnosis = :before",
            "ExpressionAttributeValues": {":before": item["diagnosis"]},
        }
    }
