"""Failures, what people say of them, and messages nobody could read."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from errata.diagnosis import (
    SENTENCE_LIMIT,
    Correction,
    Diagnosis,
    FailureRecord,
    Group,
    ParkedMessage,
)
from errata.events import FailureEvent
from errata.model import Contract, Text, UtcTime
from errata.taxonomy import Category, Severity


class LogWindow(Contract):
    """The part of the log that explains the failure: the evidence, or else the end."""

    first_line: Annotated[int, Field(ge=1)]
    """Number of the first of ``lines`` in the whole log."""
    total_lines: Annotated[int, Field(ge=0)]
    """Of the whole log."""
    lines: tuple[str, ...]
    """Without line ends; a very long line keeps its two ends."""


class FailureDetail(Contract):
    """All that explains one failure."""

    event: FailureEvent
    """Its log tail is moved to ``log``."""
    diagnosis: Diagnosis
    log: LogWindow
    group: Group | None
    """Its kin; None until the group is counted."""
    truncated: bool
    """Stack frames were left out to keep the answer small."""


class FailureSummary(Contract):
    """One failure in a list."""

    occurred_at: UtcTime
    error_message: Text
    diagnosis: Diagnosis

    @classmethod
    def of(cls, record: FailureRecord) -> Self:
        """Return what a list tells of a failure."""
        return cls(
            occurred_at=record.event.occurred_at,
            error_message=record.event.error_message,
            diagnosis=record.diagnosis,
        )


class FailurePage(Contract):
    """Failures, newest first."""

    items: tuple[FailureSummary, ...]
    cursor: str | None


class ParkedPage(Contract):
    """Messages nobody could read, newest first."""

    items: tuple[ParkedMessage, ...]
    cursor: str | None


_Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SENTENCE_LIMIT)
]


class CorrectedVerdict(Contract):
    """What a person says a failure really was. Its stage and evidence stay."""

    category: Category
    severity: Severity
    root_cause: _Words
    fix_suggestion: _Words


class CorrectionHistory(Contract):
    """The last corrections of a failure, newest first."""

    items: tuple[Correction, ...]
