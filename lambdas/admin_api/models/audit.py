"""The audit trail."""

from errata.audit import AuditEntry
from errata.model import Contract


class AuditPage(Contract):
    """What people changed, newest first."""

    items: tuple[AuditEntry, ...]
    cursor: str | None
