"""What the API says beyond the domain's own contracts. The dashboard's types come from these."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from errata.diagnosis import (
    Correction,
    DailyCount,
    Diagnosis,
    Group,
    ParkedMessage,
    Sentence,
)
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.model import Contract, Day, Line, Name, Text, Ulid, UtcTime
from errata.taxonomy import Category, GroupStatus, Severity, Source, Stage


class ErrorCode(StrEnum):
    """Why a request was refused, for programs to branch on."""

    INVALID_INPUT = "invalid_input"
    """``field`` says which part of the request."""
    UNAUTHENTICATED = "unauthenticated"
    """Sign in, or sign in again."""
    INVALID_CREDENTIALS = "invalid_credentials"
    """Wrong user name or password; which of them is not told."""
    NEW_PASSWORD_REQUIRED = "new_password_required"  # noqa: S105 a code, not a password
    """Right, but this first password must be changed now."""
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    TOO_MANY_REQUESTS = "too_many_requests"
    UNAVAILABLE = "unavailable"
    """A store behind the API did not answer; ``Retry-After`` says when to try again."""
    INTERNAL = "internal"


class ApiError(Contract):
    """What went wrong and, for bad input, in which field."""

    code: ErrorCode
    message: Line
    field: Name | None = None


class ErrorAnswer(Contract):
    """The body of every answer that is not a success."""

    error: ApiError


class NewPasswordRequired(ErrorAnswer):
    """The first sign-in: repeat it at ``/api/session/password`` with a new password."""

    session: str
    """Proves to the second call that the first password was right. Short-lived."""


class Health(Contract):
    """The API runs."""

    status: str
    version: str
    """Of Errata."""


class Version(Contract):
    """Changes whenever an experiment or a diagnosis is written."""

    version: str


class DayBudget(Contract):
    """What the model may cost today, and what it has cost."""

    day: Day
    spent_usd: Annotated[float, Field(ge=0)]
    """Spent, or set aside for calls under way."""
    limit_usd: Annotated[float, Field(ge=0)]
    exhausted_at: UtcTime | None
    """Since when patterns explain everything new for want of money; null while there is enough."""


class Role(StrEnum):
    """What a user may do."""

    VIEWER = "viewer"
    """Read everything."""
    ADMIN = "admin"
    """Read everything, correct diagnoses, manage groups."""


class Session(Contract):
    """Who is signed in, as what, and until when."""

    username: Name
    roles: tuple[Role, ...]
    expires_at: UtcTime


Username = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f]{1,128}$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Credentials(Contract):
    """A user name and a password."""

    username: Username
    password: Password


class NewPassword(Contract):
    """The answer to ``new_password_required``."""

    username: Username
    session: Annotated[str, StringConstraints(min_length=20, max_length=2_048)]
    new_password: Password


class ExperimentPage(Contract):
    """Experiments, in the order asked for."""

    items: tuple[Experiment, ...]
    cursor: str | None
    """Where the next page starts; None at the end."""


class Code(Contract):
    """A candidate's source, and that of the one it was made from, for a diff."""

    code: str | None
    """None when there was none, or it has expired."""
    parent_id: Ulid | None
    parent_code: str | None
    truncated: bool
    """One of the two was too large to send whole."""


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


class FailurePage(Contract):
    """Failures, newest first."""

    items: tuple[FailureSummary, ...]
    cursor: str | None


class GroupPage(Contract):
    """Groups, last seen first."""

    items: tuple[Group, ...]
    cursor: str | None


class NewGroups(Contract):
    """New groups that need attention, the worst first."""

    items: tuple[Group, ...]
    truncated: bool
    """There are more new groups than were looked at: only the latest were ranked."""


class GroupDetail(Contract):
    """A group and one page of its failures."""

    group: Group
    failures: FailurePage


class ParkedPage(Contract):
    """Messages nobody could read, newest first."""

    items: tuple[ParkedMessage, ...]
    cursor: str | None


class CorrectedVerdict(Contract):
    """What a person says a failure really was. Its stage and evidence stay."""

    category: Category
    severity: Severity
    root_cause: Sentence
    fix_suggestion: Sentence


class CorrectionHistory(Contract):
    """The last corrections of a failure, newest first."""

    items: tuple[Correction, ...]


class GroupDecision(Contract):
    """What is to become of a group; only the system itself calls one regressed."""

    status: Literal[GroupStatus.OPEN, GroupStatus.RESOLVED, GroupStatus.MUTED]


class TimeToDiagnosis(Contract):
    """How long after a failure its first diagnosis came: percentiles, right within a fifth."""

    count: Annotated[int, Field(ge=1)]
    p50_s: float
    p95_s: float
    p99_s: float


class DayStats(Contract):
    """The failures of one day."""

    day: Day
    failures: Annotated[int, Field(ge=0)]
    cost_usd: Annotated[float, Field(ge=0)]
    by_source: dict[Source, int]
    time_to_diagnosis: TimeToDiagnosis | None


class Stats(Contract):
    """Failures counted by day and kind, and what became of them."""

    first_day: date
    last_day: date
    total: int
    by_category: dict[Category, int]
    by_severity: dict[Severity, int]
    by_stage: dict[Stage, int]
    by_source: dict[Source, int]
    """Who gave the diagnoses that stand now."""
    cost_usd: Annotated[float, Field(ge=0)]
    """Paid for all diagnoses of these failures, also for those replaced since."""
    time_to_diagnosis: TimeToDiagnosis | None
    """None when nothing failed."""
    counts: tuple[DailyCount, ...]
    days: tuple[DayStats, ...]
    """Oldest first; days without failures are left out."""
