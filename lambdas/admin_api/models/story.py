"""An experiment's story, as a page tells it."""

from errata.experiments import Experiment
from errata.model import Contract, Line, Name, Ulid, UtcTime
from errata.taxonomy import Category, ExperimentStatus, Severity
from lambdas.admin_api.models.failures import FailureSummary


class Kin(Contract):
    """Another experiment that a story tells of, in short."""

    experiment_id: Ulid
    started_at: UtcTime
    status: ExperimentStatus
    hypothesis: Line
    """A long one keeps its two ends."""
    operator: Name
    mate_id: Ulid | None
    """The elite that it took a technique from."""
    repairs: Ulid | None
    """The failed experiment that it was to repair."""
    failure_id: Ulid | None
    category: Category | None
    severity: Severity | None
    metrics: dict[Name, float]


class ExperimentStory(Contract):
    """What it was to find out, what was tried, what became of it, and why."""

    experiment: Experiment
    failure: FailureSummary | None
    """How it failed and why; None when it did not, or waits for its diagnosis."""
    mate: Kin | None
    """The elite that it took a technique from."""
    repaired: Kin | None
    """The failed one that it was to repair."""
    repair: Kin | None
    """What has verified or refuted the diagnosis of its failure."""
    killer: Kin | None
    """What died of the same construct, so that it was not run."""
    ancestors: tuple[Kin, ...]
    """Parent first."""
    children: tuple[Kin, ...]
    """What was made from it, crossed with it, or to repair it, newest first."""
    more_children: bool
    """There are older ones."""
    markdown: str
    """All of it, as ``errata story`` prints it."""
