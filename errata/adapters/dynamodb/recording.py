"""Writes a diagnosed failure and all that follows from it: all of it once, or nothing.

The item of a group guards the group. It is read, changed here and written back on condition that
nobody changed it meanwhile; whoever comes second reads again. So sightings that arrive out of order
and diagnoses of different worth are settled by plain code, and a failure is one transaction.
"""

from typing import Any

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack, unpack
from errata.adapters.dynamodb.rows import Rows, Write, absent, attempts
from errata.diagnosis import Diagnosis
from errata.errors import ConflictError
from errata.events import FailureEvent
from errata.taxonomy import Source

REUSABLE = (Source.HUMAN, Source.CLAUDE)
"""Whose diagnoses are worth remembering, the best first. Patterns answer again for nothing, and a
remembered answer of theirs would keep a better one from being asked for."""
WORTH = {Source.PATTERNS: 0, Source.MEMORY: 1, Source.CLAUDE: 1, Source.HUMAN: 2}
"""Whose diagnosis speaks for a group; among equals the latest, whose failure is still kept."""


def record(rows: Rows, event: FailureEvent, diagnosis: Diagnosis) -> bool:
    """Store a diagnosed failure with all that follows from it; False if it is stored already.

    Raises
    ------
    StorageError
        When the table does not answer, or other writers were in the way too often.
    """
    for _ in attempts():
        recorded, experiment, group = rows.get_each(
            keys.failure(event.experiment_id, event.failure_id),
            keys.experiment(event.experiment_id),
            keys.group(diagnosis.fingerprint),
        )
        if recorded:
            return False
        expires_at = rows.expiry()
        writes = [
            {"Put": {"Item": _failure(event, diagnosis, expires_at), **absent()}},
            _group(event, diagnosis, group, expires_at),
            _counter(event, diagnosis, expires_at),
        ]
        if experiment:
            writes.append(_badge(diagnosis))
        if diagnosis.source in REUSABLE:
            writes.append({"Put": {"Item": _memory(diagnosis, expires_at)}})
        try:
            rows.transact_once(writes)
        except ConflictError:
            continue
        return True
    return False


def _failure(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Item:
    return {
        **keys.failure(event.experiment_id, event.failure_id),
        "gsi1pk": keys.kin(diagnosis.fingerprint),
        "gsi1sk": event.failure_id,
        "event": pack(event),
        "diagnosis": pack(diagnosis),
        "expires_at": expires_at,
    }


def _group(
    event: FailureEvent, diagnosis: Diagnosis, before: Item | None, expires_at: int
) -> Write:
    """Return the write that counts a failure; ``before`` is the group as it was read."""
    seen = keys.moment(event.occurred_at)
    new: Item = {
        **keys.group(diagnosis.fingerprint),
        "gsi1pk": keys.GROUPS,
        "gsi1sk": seen,
        "first_seen": seen,
        "count": 1,
        "exemplar": pack(diagnosis),
        "expires_at": expires_at,
    }
    if before is None:
        return {"Put": {"Item": new, **absent()}}
    new["gsi1sk"] = max(seen, before["gsi1sk"])
    new["first_seen"] = min(seen, before["first_seen"])
    new["count"] = before["count"] + 1
    if WORTH[diagnosis.source] < WORTH[unpack(before, Diagnosis, "exemplar").source]:
        new["exemplar"] = before["exemplar"]
    return {
        "Put": {
            "Item": new,
            "ConditionExpression": "#count = :before",
            "ExpressionAttributeNames": {"#count": "count"},
            "ExpressionAttributeValues": {":before": before["count"]},
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
    badge: dict[str, Any] = {
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


def _memory(diagnosis: Diagnosis, expires_at: int) -> Item:
    return {
        **keys.remembered(diagnosis.fingerprint, diagnosis.source),
        "body": pack(diagnosis),
        "expires_at": expires_at,
    }
