"""What people decide about groups, with an entry of the audit trail."""

from datetime import datetime

from errata.adapters.dynamodb import group_items, keys, trail
from errata.adapters.dynamodb.rows import Rows, attempts
from errata.audit import Act
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
        audited = trail.entry(
            Act.DECIDED,
            f"groups/{fingerprint}",
            by=by,
            at=at,
            before={"status": group.get("status", GroupStatus.OPEN.value)},
            after={"status": status.value},
        )
        try:
            rows.transact_once([decision, audited])
        except ConflictError:
            continue
        return group_items.read(decision["Put"]["Item"])
    raise NotFoundError(f"there is no group {fingerprint}")
