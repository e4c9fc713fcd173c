"""What Errata answers: the diagnosis of one failure, and the group of its kin."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from errata.events import FailureEvent
from errata.model import Contract, Day, Fingerprint, Line, Name, Ulid, UtcTime
from errata.taxonomy import Category, GroupStatus, Severity, Source, Stage, Verification


class Evidence(Contract):
    """A log line that proves a claim, quoted exactly."""

    line: Annotated[int, Field(ge=1)]
    """1-based line number in the whole log."""
    quote: Line


SENTENCE_LIMIT = 2_000
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=SENTENCE_LIMIT)]


class Verdict(Contract):
    """The explanation itself, shared by every source that can give one."""

    category: Category
    severity: Severity
    stage: Stage
    root_cause: Sentence
    """What died and why, in one or two sentences that name the thing."""
    fix_suggestion: Sentence
    """Something to do now."""
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=16)] = ()
    confidence: Annotated[float, Field(ge=0, le=1)]


class Dispute(Contract):
    """What the other side said, where a model and a near-certain rule name different categories."""

    source: Source
    rule: Name | None = None
    model: Name | None = None
    verdict: Verdict


class Diagnosis(Verdict):
    """A verdict on one failure, with its provenance and cost."""

    schema_version: Literal[1] = 1
    failure_id: Ulid
    experiment_id: Ulid
    fingerprint: Fingerprint
    source: Source
    diagnosed_at: UtcTime
    rule: Name | None = None
    """The rule that fired, when patterns decided."""
    model: Name | None = None
    prompt_version: Name | None = None
    rules_version: Name | None = None
    dispute: Dispute | None = None
    """The verdict that was outweighed, when the two sides contradict each other."""
    input_tokens: Annotated[int, Field(ge=0)] = 0
    output_tokens: Annotated[int, Field(ge=0)] = 0
    cost_usd: Annotated[float, Field(ge=0)] = 0.0
    latency_ms: Annotated[float, Field(ge=0)] = 0.0
    """From receipt by the diagnoser to this verdict."""
    upgradeable: bool = False
    """The model was unreachable; asking again later may give a better answer."""
    verified: Verification | None = None
    """What a repair that followed it has shown; None while nothing has."""
    verified_by: Ulid | None = None
    """The experiment that was this repair."""


class Correction(Contract):
    """A person's verdict in the place of another one: who, when, and what it replaced."""

    at: UtcTime
    by: Name
    before: Diagnosis
    after: Diagnosis


class FailureRecord(Contract):
    """A failure and its diagnosis, as stored together."""

    event: FailureEvent
    diagnosis: Diagnosis


class GroupDay(Contract):
    """How many failures of a group a day saw."""

    day: Day
    count: Annotated[int, Field(ge=1)]


class Group(Contract):
    """Failures with the same fingerprint: the same death, many times."""

    fingerprint: Fingerprint
    category: Category
    severity: Severity
    stage: Stage
    root_cause: Sentence
    fix_suggestion: Sentence
    count: Annotated[int, Field(ge=1)]
    first_seen: UtcTime
    last_seen: UtcTime
    exemplar_experiment_id: Ulid
    exemplar_failure_id: Ulid
    status: GroupStatus = GroupStatus.OPEN
    status_at: UtcTime | None = None
    status_by: Name | None = None
    """Who decided it; None for what the system noticed by itself."""
    recent: tuple[GroupDay, ...] = ()
    """The last days with failures of this group, 14 at most, oldest first."""
    verified: Annotated[int, Field(ge=0)] = 0
    """Repairs by a diagnosis of this group that lived."""
    refuted: Annotated[int, Field(ge=0)] = 0
    """Repairs by a diagnosis of this group that died the same death again."""


class DailyCount(Contract):
    """How many failures of one kind a day saw."""

    day: Day
    category: Category
    severity: Severity
    stage: Stage
    count: Annotated[int, Field(ge=0)]


class DayDigest(Contract):
    """What failed on a day, who explained it, what that cost, and how long it took."""

    day: Day
    counts: tuple[DailyCount, ...]
    by_source: dict[Source, Annotated[int, Field(ge=1)]]
    """Who gave the diagnoses that stand now."""
    cost_usd: Annotated[float, Field(ge=0)]
    """Paid for all diagnoses of the day's failures, also for those replaced since."""
    waits: dict[int, Annotated[int, Field(ge=1)]]
    """Histogram of the time from a failure to its first diagnosis (``errata.percentiles``)."""


class ParkedMessage(Contract):
    """A message nobody could read, kept where a person can see and replay it."""

    parked_id: Ulid
    parked_at: UtcTime
    message_id: Name
    reason: Line
    """Names the offending field."""
    body: Annotated[str, StringConstraints(max_length=8_192)]
    """Redacted and shortened."""
