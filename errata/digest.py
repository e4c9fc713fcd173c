"""A digest of some days: what was tried, what it came to, what died of what, and what was learnt.

What is in it; how it is computed, read and shown is others' business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from errata.archive import EliteRecord
from errata.census import Fate, RatePoint
from errata.diagnosis import DayDigest, Group
from errata.experiments import Experiment
from errata.learning import RepairTally
from errata.taxonomy import Category, Source, Stage


@dataclass(frozen=True, slots=True)
class Block:
    """Experiments that followed one another, and how many of them came to what."""

    first: int
    """The number of its first experiment in the period, from 1."""
    started_at: datetime
    fates: Mapping[Fate, int]
    repeated: int
    """Those that died of a group that was known before."""

    @property
    def tried(self) -> int:
        """How many were run to an end."""
        return sum(self.fates.get(it, 0) for it in (Fate.ADOPTED, Fate.NO_BETTER, Fate.DIED))

    @property
    def size(self) -> int:
        """How many there are, whatever they came to."""
        return sum(self.fates.values())


@dataclass(frozen=True, slots=True)
class Kind:
    """How often something of a category went wrong at a stage."""

    stage: Stage
    category: Category
    count: int


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group, and how many of the period's candidates died of it."""

    group: Group
    count: int
    is_new: bool
    """First seen in the period."""
    has_regressed: bool
    """Seen again after somebody had resolved it."""


@dataclass(frozen=True, slots=True)
class ArmShare:
    """What became of the candidates of one kind of edit."""

    operator: str
    fates: Mapping[Fate, int]
    killer: Group | None
    """The group that most of them died of."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Time from a failure to its first diagnosis, in seconds."""

    count: int
    p50_s: float
    p95_s: float
    p99_s: float


@dataclass(frozen=True, slots=True)
class Skip:
    """Candidates that were not run, since what was new in them had killed another."""

    experiment_id: str
    """The one that died."""
    count: int
    root_cause: str


@dataclass(frozen=True, slots=True)
class Tale:
    """An adopted codec, and the experiments it descends from, parent first."""

    experiment: Experiment
    ancestors: Sequence[Experiment] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What some days came to. Days are UTC, both inclusive.

    ``complete`` is False when there were more experiments than are read for a digest; then it is
    of the newest. Counters (``kinds``, ``by_source``, cost and waits) are of all failures.
    """

    first_day: date
    last_day: date
    complete: bool
    fates: Mapping[Fate, int]
    blocks: Sequence[Block]
    deaths: int
    repeated: int
    adopted: Sequence[Experiment]
    no_better: Sequence[RatePoint]
    kinds: Sequence[Kind]
    groups: Sequence[GroupShare]
    other_deaths: int
    """Of groups that are not among ``groups``, or not known yet."""
    arms: Sequence[ArmShare]
    skips: Sequence[Skip]
    by_source: Mapping[Source, int]
    cost_usd: float
    days: Sequence[DayDigest]
    waits: Waits | None
    repairs: Mapping[Category, RepairTally]
    tales: Sequence[Tale]
    elites: Sequence[EliteRecord]
    anchors: Mapping[str, tuple[RatePoint, ...]]
