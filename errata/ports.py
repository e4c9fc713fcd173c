"""What the domain needs from the outside world, as protocols that adapters fulfil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from errata.audit import AuditEntry
from errata.diagnosis import (
    Correction,
    DayDigest,
    Diagnosis,
    FailureRecord,
    Group,
    ParkedMessage,
    Verdict,
)
from errata.events import ArtifactRef, FailureEvent
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Severity, Stage
from errata.views import SavedView

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items, newest first, and where the next page starts (None at the end)."""

    items: tuple[T, ...]
    cursor: str | None = None


class Order(StrEnum):
    """Which end of time a listing starts at."""

    NEWEST = "newest"
    OLDEST = "oldest"


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
    order: Order = Order.NEWEST


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

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        """Return those experiments that exist, in no order; many cost little more than one."""

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        """Return one page in the order asked for; InvalidInputError for a bad cursor."""

    def champion(self) -> Experiment | None:
        """Return the experiment adopted last, which the next one builds upon."""


class LineageStore(ExperimentStore, Protocol):
    """Experiments that know what was made from them."""

    def children(
        self, experiment_id: str, *, limit: int, cursor: str | None = None
    ) -> Page[Experiment]:
        """Return one page of what was made from an experiment, newest first."""


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

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return the fingerprints that ``holder`` alone may ask a model about, until then.

        A claim that has run out may be taken over; a holder may take its own again.
        """

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        """Give up claims; those of other holders stay."""

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        """Return the group that each fingerprint belongs to.

        ``former`` gives, for each fingerprint, those that earlier versions of the algorithm gave
        the same failure. A group that was known by one of these goes on under it.
        """

    def upgradeable(self, *, limit: int, cursor: str | None = None) -> Page[FailureRecord]:
        """Return one page of failures whose diagnosis a model may better, oldest first."""

    def upgrade(self, diagnosis: Diagnosis) -> bool:
        """Put a better diagnosis in the place of an upgradeable one, all or nothing.

        Returns False, and changes nothing, when the stored one is not upgradeable any more.
        """

    def correct(
        self, experiment_id: str, failure_id: str, verdict: Verdict, *, by: str, at: datetime
    ) -> FailureRecord:
        """Put a person's verdict in the place of a diagnosis, and keep what it replaced.

        It outranks every other source from then on; NotFoundError if there is no such failure.
        """

    def corrections(
        self, experiment_id: str, failure_id: str, *, limit: int
    ) -> Sequence[Correction]:
        """Return the last corrections of a failure, newest first."""

    def set_group_status(
        self, fingerprint: str, status: GroupStatus, *, by: str, at: datetime
    ) -> Group:
        """Decide what becomes of a group; NotFoundError if there is none."""

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        """Return diagnoses of a category that people or repairs proved, newest first."""

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        """Return one diagnosed failure; NotFoundError if there is none."""

    def group(self, fingerprint: str) -> Group:
        """Return one group; NotFoundError if there is none."""

    def groups(
        self, *, limit: int, cursor: str | None = None, status: GroupStatus | None = None
    ) -> Page[Group]:
        """Return one page of groups, last seen first; of one status only, if one is given."""

    def new_groups(self, first_day: date, last_day: date, *, limit: int) -> Page[Group]:
        """Return the latest groups first seen in the days given, both inclusive, newest first."""

    def group_failures(
        self, fingerprint: str, *, limit: int, cursor: str | None = None
    ) -> Page[FailureRecord]:
        """Return one page of a group's failures, newest first."""

    def digests(self, first_day: date, last_day: date) -> Sequence[DayDigest]:
        """Return what was counted on each day that had failures, oldest first; days inclusive."""

    def version(self) -> str:
        """Return a token that changes whenever an experiment or a diagnosis is written."""

    def park(self, message: ParkedMessage, whole: str | None = None) -> None:
        """Keep a message that cannot be read; parking it twice changes nothing.

        Parameters
        ----------
        message : ParkedMessage
            What people see of it.
        whole : str, optional
            All of its text, redacted, for a replay.
        """

    def parked(self, *, limit: int, cursor: str | None = None) -> Page[ParkedMessage]:
        """Return one page of parked messages, newest first."""


class ViewStore(Protocol):
    """Where people's saved views live, each apart from all others'."""

    def views(self, owner: str) -> Sequence[SavedView]:
        """Return a person's views in the order of their names."""

    def save_view(self, owner: str, view: SavedView, *, by: str) -> None:
        """Keep a view, in the place of one of the same name; InvalidInputError if one too many."""

    def delete_view(self, owner: str, name: str, *, by: str, at: datetime) -> None:
        """Forget a view; nothing happens when there is none."""


class AuditTrail(Protocol):
    """Where every change that a person makes is on record, kept by the write that makes it."""

    def audit(self, *, now: datetime, limit: int, cursor: str | None = None) -> Page[AuditEntry]:
        """Return one page of what people changed, newest first."""


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
class Spending:
    """What a day's money for the model went to."""

    day: str
    """UTC, as ``2026-01-31``."""
    spent_usd: float
    """Spent, or set aside for calls under way."""
    limit_usd: float
    exhausted_at: datetime | None = None
    """When a call was last not made for want of money; None while there is enough."""


class Budget(Protocol):
    """The money there is for asking a model."""

    def today(self) -> Spending:
        """Return what of today's money is spent."""


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
    examples: tuple[Verdict, ...] = ()
    """How people explained failures that seem to be of its kind."""
    refuted: str = ""
    """An explanation of this very death that a repair has refuted, as text."""


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

    @property
    def models(self) -> frozenset[str]:
        """Ids of the models that answer, whose earlier answers need no asking again."""

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        """Explain the cases in one call, keyed by failure id; a case may be left out.

        Raises ModelUnavailableError within ``deadline_s`` seconds if there is no usable answer.
        """
