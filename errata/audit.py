"""The audit trail: who changed what, when, and what it said before and after."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from errata.diagnosis import SENTENCE_LIMIT
from errata.model import Contract, Name, Ulid, UtcTime


class Act(StrEnum):
    """What a person did."""

    CORRECTED = "corrected"
    """A diagnosis."""
    DECIDED = "decided"
    """What becomes of a group."""
    SAVED = "saved"
    """A view, or another in the place of it."""
    DELETED = "deleted"
    """A view."""


State = dict[Name, Annotated[str, Field(max_length=SENTENCE_LIMIT)]]
"""What may be changed of a thing, by the names of its fields."""


class AuditEntry(Contract):
    """One change that a person made."""

    entry_id: Ulid
    """Made at the time of the change: entries sort by it."""
    at: UtcTime
    by: Name
    """User name."""
    act: Act
    subject: Name
    """Path of the thing changed, without the API's prefix: ``groups/<fingerprint>``."""
    before: State | None = None
    """None where there was nothing."""
    after: State | None = None
    """None where there is nothing any more."""
