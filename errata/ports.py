"""What the domain needs from the outside world, as protocols that adapters fulfil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from errata.diagnosis import (
    DailyCount,
    Diagnosis,
    FailureRecord,
    Group,
    ParkedMessage,
    Verdict,
)
from errata.events import ArtifactRef, FailureEvent
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus, Severity, Stage

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, newest first, and where the next page starts (None at the end)."""

    items: tuple[T, ...]
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ExperimentQuery:
    """Which experiments to list. Days are UTC and inclusive; None means any."""

    first_day: date
    last_day: date
    status: ExperimentStatus | None = None
    category: Category | None = None
    severity: Severity | None = None
    stage: Stage | None = None
    limit: int = 100
    cursor: str | None = None


class ExperimentStore(Protocol):
    """Where experiments live."""

    def start(self, experiment: Experiment) -> None:
        """Store a new experiment; ConflictError if the id is taken."""

    def finish(self, experiment: Experiment) -> None:
        """Replace a running experiment by its outcome; ConflictError if it is not running.

        A diagnosis that arrived before the outcome survives.
        """

    def experiment(self, experiment_id: str) -> Experiment:
        """Return one experiment; NotFoundError if there is none."""

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        """Return one page, newest first; InvalidInputError for a bad cursor."""

    def champion(self) -> Experiment | None:
        """Return the experiment adopted last, which the next one builds upon."""


class DiagnosisStore(Protocol):
    """Where failures, their diagnoses, groups and counters live."""

    def record(self, event: FailureEvent, diagnosis: Diagnosis) -> bool:
        """Store a diagnosed failure, bump its group and the day's counter, all or nothing.

        Returns False, and changes nothing, when the failure was recorded before.
        """

    def recorded(self, events: Sequence[FailureEvent]) -> frozenset[str]:
        """Return the failure ids among ``events`` that are stored already."""

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        """Return the best reusable diagnosis of each known fingerprint."""

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        """Return one diagnosed failure; NotFoundError if there is none."""

    def group(self, fingerprint: str) -> Group:
        """Return one group; NotFoundError if there is none."""

    def groups(self, *, limit: int, cursor: str | None = None) -> Page[Group]:
        """Return one page of groups, last seen first."""

    def group_failures(
        self, fingerprint: str, *, limit: int, cursor: str | None = None
    ) -> Page[FailureRecord]:
        """Return one page of a group's failures, newest first."""

    def daily_counts(self, first_day: date, last_day: date) -> Sequence[DailyCount]:
        """Return the counters of the days given, both inclusive."""

    def version(self) -> str:
        """Return a token that changes whenever an experiment or a diagnosis is written."""

    def park(self, message: ParkedMessage) -> None:
        """Keep a message that cannot be read; parking it twice changes nothing."""

    def parked(self, *, limit: int, cursor: str | None = None) -> Page[ParkedMessage]:
        """Return one page of parked messages, newest first."""


class ArtifactStore(Protocol):
    """Where bytes too large for a message or an item lie."""

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        """Store ``data`` under a key made of ``kind`` and its hash; the same bytes once."""

    def get(self, ref: ArtifactRef) -> bytes:
        """Return the bytes; NotFoundError if gone, StorageError if the hash is not theirs."""


class FailureQueue(Protocol):
    """Where failures wait to be explained."""

    def publish(self, event: FailureEvent) -> None:
        """Send one event; StorageError when the queue did not take it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One unexplained failure as a model may see it: redacted, and cut to its evidence."""

    failure_id: str
    stage: Stage
    error_message: str
    facts: str
    """Exit facts, structured exception and findings, as text."""
    evidence: str
    """The evidence window: numbered log lines."""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What a model said of one case, and its share of the call's cost."""

    verdict: Verdict
    model: str
    prompt_version: str
    input_tokens: int
    output_tokens: int
    cost_usd: float


class DiagnosisModel(Protocol):
    """A language model that explains failures."""

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Explain the cases in one call, keyed by failure id; a case may be left out.

        Raises ModelUnavailableError within ``deadline_s`` seconds if there is no usable answer.
        """
