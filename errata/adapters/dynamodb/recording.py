"""Writes a diagnosed failure and all that follows from it: all of it once, or nothing."""

from errata.adapters.dynamodb import consequences, counters, group_items, keys
from errata.adapters.dynamodb.items import Item, pack
from errata.adapters.dynamodb.rows import Rows, absent, attempts
from errata.diagnosis import Diagnosis
from errata.errors import ConflictError
from errata.events import FailureEvent


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
            group_items.seen(event, diagnosis, group, expires_at),
            counters.counted(event, diagnosis, expires_at),
            *consequences.memory(diagnosis, expires_at),
        ]
        if experiment:
            writes.append(consequences.badge(diagnosis))
        try:
            rows.transact_once(writes)
        except ConflictError:
            continue
        return True
    return False


def _failure(event: FailureEvent, diagnosis: Diagnosis, expires_at: int) -> Item:
    item: Item = {
        **keys.failure(event.experiment_id, event.failure_id),
        "gsi1pk": keys.kin(diagnosis.fingerprint),
        "gsi1sk": event.failure_id,
        "event": pack(event),
        "diagnosis": pack(diagnosis),
        "expires_at": expires_at,
    }
    return item | keys.upgradeable(event.failure_id) if diagnosis.upgradeable else item
