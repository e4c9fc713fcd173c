"""An experiment: one candidate's way from proposal to verdict."""

from typing import Annotated

from pydantic import Field

from errata.diagnosis import Sentence
from errata.events import ArtifactRef
from errata.model import Contract, Fingerprint, Line, Name, Ulid, UtcTime
from errata.taxonomy import Category, ExperimentStatus, Severity, Source, Stage


class Experiment(Contract):
    """What the dashboard lists: who proposed what, how far it came, what it scored.

    ``category``, ``severity``, ``root_cause`` and ``fingerprint`` are copied from the diagnosis
    when it arrives, so that a page of experiments is one query; None means not diagnosed yet.
    """

    experiment_id: Ulid
    run_id: Ulid
    """The batch this experiment belongs to."""
    status: ExperimentStatus
    stage: Stage
    """The stage it is in, ended in, or failed at."""
    proposer: Name
    parent_id: Ulid | None = None
    """None for the start codec of a lineage."""
    mate_id: Ulid | None = None
    """The elite that a technique was taken from, for the parent's own."""
    hypothesis: Line = ""
    operator: Name = ""
    """The arm it came from, as ``parameters/ROUNDING``: kind of edit, and where it was made."""
    expected_effect: Line = ""
    """What its proposer expects of it."""
    skipped_for: Ulid | None = None
    """The experiment that died of the same construct, so that this one was not run."""
    repairs: Ulid | None = None
    """The failed experiment that this one is to repair, as its diagnosis says."""
    replays: Ulid | None = None
    """The experiment that this one repeats: the same code, tried again on purpose."""
    code: ArtifactRef | None = None
    started_at: UtcTime
    finished_at: UtcTime | None = None
    metrics: Annotated[dict[Name, float], Field(max_length=32, default_factory=dict)]
    """Scores by name with their unit, for example ``bd_rate_vs_champion_percent``."""
    points: Annotated[tuple[dict[Name, float], ...], Field(max_length=64)] = ()
    """Measured operating points, for example rate and quality at each setting."""
    measurements: ArtifactRef | None = None
    """Everything that was measured, as JSON; None when nothing was."""
    failure_id: Ulid | None = None
    category: Category | None = None
    severity: Severity | None = None
    root_cause: Sentence | None = None
    fingerprint: Fingerprint | None = None
    source: Source | None = None
    """Who diagnosed it, and how sure they were: copied like the category."""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
