"""What people decide about groups, with a record of who and when."""

from datetime import datetime

from errata.adapters.dynamodb import group_items, keys
from errata.adapters.dynamodb.rows import Rows, absent, attempts
from errata.diagnosis import Group
from errata.errors import ConflictError, NotFoundError
from errata.taxonomy import GroupStatus


def set_status(
    rows: Rows, fingerprint: str, status: GroupStatus, *, by: str, at: datetime
) -> Group:
    """Write a person's decision about a group.

    Raises
    ------
    NotFoundError
        When there is no such group.
    StorageError
        When the table does not answer, or other writers were in the way too often.
    """
    for _ in attempts():
        group = rows.get(keys.group(fingerprint))
        if group is None:
            break
        decision = group_items.decided(status, by, at, group)
        audit = {
            **keys.decision(fingerprint, at),
            "status": status.value,
            "before": group.get("status", GroupStatus.OPEN.value),
            "by": by,
            "expires_at": rows.expiry(),
        }
        try:
            rows.transact_once([decision, {"Put": {"Item": audit, **absent()}}])
        except ConflictError:
            continue
        return group_items.read(decision["Put"]["Item"])
    raise NotFoundError(f"there is no group {fingerprint}")
