"""What follows from a diagnosis beside its own item and the counters: badge and memory."""

from decimal import Decimal
from typing import Any

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.items import Item, pack
from errata.adapters.dynamodb.rows import Write
from errata.diagnosis import Diagnosis
from errata.taxonomy import Source

REUSABLE = (Source.HUMAN, Source.CLAUDE)
"""Whose diagnoses are worth remembering, the best first. Patterns answer again for nothing, and a
remembered answer of theirs would keep a better one from being asked for."""


def badge(diagnosis: Diagnosis) -> Write:
    """Return the update by which the experiment shows its diagnosis in listings."""
    shown: dict[str, Any] = {
        "failure_id": diagnosis.failure_id,
        "category": diagnosis.category,
        "severity": diagnosis.severity,
        "root_cause": diagnosis.root_cause,
        "fingerprint": diagnosis.fingerprint,
        "source": diagnosis.source,
        "confidence": Decimal(str(diagnosis.confidence)),
        **keys.listed_by_verdict(diagnosis.experiment_id, diagnosis.category, diagnosis.severity),
    }
    return {
        "Update": {
            "Key": keys.experiment(diagnosis.experiment_id),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in shown),
            "ExpressionAttributeNames": {f"#{name}": name for name in shown},
            "ExpressionAttributeValues": {f":{name}": value for name, value in shown.items()},
        }
    }


def memory(diagnosis: Diagnosis, expires_at: int) -> list[Write]:
    """Return the write that remembers a diagnosis; none when it is not worth it.

    A person's is remembered for good: nobody else can give it again, and a group may go on for
    longer than the failure it was given for is kept.
    """
    if diagnosis.source not in REUSABLE:
        return []
    item: Item = {
        **keys.remembered(diagnosis.fingerprint, diagnosis.source),
        "body": pack(diagnosis),
        "revision": diagnosis.diagnosed_at.isoformat(),
    }
    if diagnosis.source is not Source.HUMAN:
        item["expires_at"] = expires_at
    return [{"Put": {"Item": item}}]
