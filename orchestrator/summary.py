"""What a run of the loop amounts to, as JSON-able data."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from errata.experiments import Experiment
from errata.model import Contract, Name, Ulid, UtcTime
from errata.taxonomy import ExperimentStatus


class RunSummary(Contract):
    """One run of the loop. What its failures died of is known later, from their diagnoses."""

    run_id: Ulid
    proposer: Name
    seed: int
    """Repeats the run's proposals, given the same champion and one job."""
    jobs: int
    isolation: Name
    started_at: UtcTime
    finished_at: UtcTime
    experiments: tuple[Experiment, ...]
    """As they finished, in the order they started."""
    counts: dict[ExperimentStatus, int]
    champion_id: Ulid | None
    """The experiment the next run builds upon."""
    anchors: Annotated[dict[Name, tuple[dict[Name, float], ...]], Field(default_factory=dict)]
    """Points of well-known encoders on the clip that ``points`` of experiments are of."""
    abandoned_earlier: tuple[Ulid, ...] = ()
    """Experiments that a killed run had left running, and that were marked at this start."""


def count_by_status(experiments: Sequence[Experiment]) -> dict[ExperimentStatus, int]:
    """Return how many experiments ended in which status."""
    return dict(Counter(experiment.status for experiment in experiments))
