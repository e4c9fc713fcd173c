"""Counts experiments one by one: what became of each, and what it is an example of.

Only what is told in a digest is kept, so that a busy week fits into memory.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage

MOST_POINTS = 2_000
"""Points of candidates that were no better: as many as a plot can show."""


class Fate(StrEnum):
    """What became of a candidate, for what is to be learnt of it."""

    ADOPTED = "adopted"
    NO_BETTER = "no better"
    """It lived to be judged, and took nobody's place."""
    DIED = "died"
    SKIPPED = "skipped"
    """Never run: what is new in it was known to kill."""
    UNDECIDED = "undecided"
    """Still running, or stopped before a verdict."""


class RatePoint(NamedTuple):
    """A codec at one setting: its rate, and the quality of its luma."""

    kbps: float
    psnr_y_db: float


class Seen(NamedTuple):
    """What is kept of every experiment."""

    started_at: datetime
    fate: Fate
    fingerprint: str | None
    """The group of its failure, once that is diagnosed."""


@dataclass(slots=True)
class ArmCount:
    """What became of one kind of edit's candidates."""

    fates: Counter[Fate] = field(default_factory=Counter)
    killers: Counter[str] = field(default_factory=Counter)
    """Groups its candidates died of."""


@dataclass(slots=True)
class Census:
    """What is known of some experiments after they were counted.

    Attributes
    ----------
    history : list of Seen
        One for each experiment, oldest first.
    adopted : list of Experiment
        Those adopted, oldest first.
    no_better : list of RatePoint
        Where candidates that were no better lay; of too many, those counted first.
    arms : mapping of str to ArmCount
        By kind of edit.
    skips : Counter of str
        How many were skipped for the sake of an experiment that had died.
    """

    history: list[Seen] = field(default_factory=list)
    adopted: list[Experiment] = field(default_factory=list)
    no_better: list[RatePoint] = field(default_factory=list)
    arms: defaultdict[str, ArmCount] = field(default_factory=lambda: defaultdict(ArmCount))
    skips: Counter[str] = field(default_factory=Counter)

    def died_of(self) -> Counter[str]:
        """Return how many died of each group that is known."""
        return Counter(
            seen.fingerprint
            for seen in self.history
            if seen.fate is Fate.DIED and seen.fingerprint is not None
        )

    def add(self, experiment: Experiment) -> None:
        """Count one more."""
        fate = fate_of(experiment)
        self.history.append(Seen(experiment.started_at, fate, experiment.fingerprint))
        if kind := experiment.operator.partition("/")[0]:
            self._credit(kind, fate, experiment.fingerprint)
        if fate is Fate.ADOPTED:
            self.adopted.append(experiment)
        elif fate is Fate.NO_BETTER and len(self.no_better) < MOST_POINTS:
            self.no_better += curve(experiment.points)
        elif fate is Fate.SKIPPED and experiment.skipped_for:
            self.skips[experiment.skipped_for] += 1

    def _credit(self, kind: str, fate: Fate, fingerprint: str | None) -> None:
        arm = self.arms[kind]
        arm.fates[fate] += 1
        if fate is Fate.DIED and fingerprint:
            arm.killers[fingerprint] += 1


def taken(experiments: Iterable[Experiment]) -> Census:
    """Return the census of experiments, in whatever order they come."""
    census = Census()
    for experiment in experiments:
        census.add(experiment)
    census.history.sort(key=lambda seen: seen.started_at)
    census.adopted.sort(key=lambda adopted: adopted.experiment_id)
    return census


def fate_of(experiment: Experiment) -> Fate:
    """Return what became of an experiment."""
    match experiment.status:
        case ExperimentStatus.ADOPTED:
            return Fate.ADOPTED
        case ExperimentStatus.SKIPPED:
            return Fate.SKIPPED
        case ExperimentStatus.FAILED:
            return Fate.NO_BETTER if experiment.stage is Stage.JUDGE else Fate.DIED
    return Fate.UNDECIDED


def curve(points: Iterable[Mapping[str, float]]) -> tuple[RatePoint, ...]:
    """Return those measured points that can be drawn, coarse to fine."""
    drawn = [
        RatePoint(point["kbps"], point["psnr_y_db"])
        for point in points
        if point.get("kbps", 0) > 0 and "psnr_y_db" in point
    ]
    return tuple(sorted(drawn))
