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
    """Repeats the run's proposals, given the same champion, one job, and none of them known."""
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
    left_behind: tuple[Ulid, ...] = ()
    """Experiments of orchestrators that vanished, which this start let fail."""
    undelivered: Annotated[int, Field(ge=0)] = 0
    """Outcomes that wait in the spool for queue, table or bucket to answer."""


def count_by_status(experiments: Sequence[Experiment]) -> dict[ExperimentStatus, int]:
    """Return how many experiments ended in which status."""
    return dict(Counter(experiment.status for experiment in experiments))
