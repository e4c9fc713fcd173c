"""What the loop learns from its outcomes: how its arms fare, and what is known to kill.

An arm is a kind of edit, like ``parameters``, or such edits of one target, like
``parameters/ROUNDING``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, Self

from pydantic import Field

from errata.diagnosis import Group
from errata.experiments import Experiment
from errata.model import Contract, Fingerprint, Name, Sha256, Ulid
from errata.taxonomy import Category

DISCOUNT = 0.98
"""What is left of an arm's tally at each new outcome: codecs change, and so does what helps."""
MOST_GROUPS = 16
"""Groups that a tally tells apart; of more, those that killed least are counted as one."""
MOST_TARGETS = 64
"""Targets that an arm tells apart; of more, those that were tried least are forgotten."""
OTHERS = ""
"""In the place of a fingerprint: groups that are unknown, or too rare to be told apart."""

Count = Annotated[float, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one candidate.

    Attributes
    ----------
    arm : str
        Where it came from.
    adopted : bool
        Whether it was better than all before.
    died_of : str or None
        The group of its death, ``OTHERS`` if unknown; None when it lived to be judged.
    gained : float
        By how much less rate it was adopted, as a natural logarithm: gains in a row add up.
    """

    arm: str
    adopted: bool = False
    died_of: str | None = None
    gained: float = 0.0


class Tally(Contract):
    """How many candidates were adopted, were judged to be no better, or died, and of what."""

    adopted: Count = 0.0
    rejected: Count = 0.0
    gained: Count = 0.0
    """By how much less rate candidates were adopted, as a sum of natural logarithms."""
    deaths: dict[Name, Count] = Field(default_factory=dict)
    """By the fingerprint of their group."""

    def after(self, outcome: Outcome) -> Self:
        """Return the tally with one more outcome, and less of the earlier ones."""
        deaths = {group: count * DISCOUNT for group, count in self.deaths.items()}
        if outcome.died_of is not None:
            deaths[outcome.died_of] = deaths.get(outcome.died_of, 0.0) + 1.0
        lived = outcome.died_of is None
        return self.model_copy(
            update={
                "adopted": self.adopted * DISCOUNT + (lived and outcome.adopted),
                "rejected": self.rejected * DISCOUNT + (lived and not outcome.adopted),
                "gained": self.gained * DISCOUNT + outcome.gained,
                "deaths": _most(deaths),
            }
        )

    @property
    def tries(self) -> float:
        """How many outcomes are counted."""
        return self.adopted + self.rejected + sum(self.deaths.values())


class Arm(Contract):
    """A kind of edit, and how it fared, altogether and by target."""

    operator: Name
    tally: Tally = Tally()
    targets: dict[Name, Tally] = Field(default_factory=dict)
    updates: Annotated[int, Field(ge=0)] = 0
    """How often it was changed: by this, two writers notice each other."""

    def after(self, outcome: Outcome) -> Self:
        """Return the arm with one more outcome."""
        _, _, target = outcome.arm.partition("/")
        targets = dict(self.targets)
        if target:
            targets[target] = targets.get(target, Tally()).after(outcome)
        while len(targets) > MOST_TARGETS:
            del targets[min(targets.keys() - {target}, key=lambda name: targets[name].tries)]
        changed = {"tally": self.tally.after(outcome), "targets": targets}
        return self.model_copy(update={**changed, "updates": self.updates + 1})


class Death(Contract):
    """The last death that a construct is known by."""

    known_by: Sha256
    """The construct, by its hash."""
    experiment_id: Ulid
    fingerprint: Fingerprint


class RepairTally(Contract):
    """What became of the repairs of one category's failures.

    Those neither verified nor refuted died another death, or were not run to the end.
    """

    tried: Annotated[int, Field(ge=0)] = 0
    verified: Annotated[int, Field(ge=0)] = 0
    refuted: Annotated[int, Field(ge=0)] = 0

    @property
    def success(self) -> float:
        """Share of repairs that lived; zero while none was tried."""
        return self.verified / self.tried if self.tried else 0.0


class LearningStore(Protocol):
    """Where what was learnt is kept. Every call costs the same however much was tried."""

    def arms(self) -> Sequence[Arm]:
        """Return all arms, in the order of their names."""

    def credit(self, outcome: Outcome) -> None:
        """Add an outcome to its arm; lost to nobody who does so at the same time."""

    def remember(self, deaths: Sequence[Death]) -> None:
        """Keep what constructs died of, in the place of what was kept of them before."""

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        """Return what is known of constructs, of those that are known."""

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        """Return experiments, with their diagnoses where these have arrived, in no order."""

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        """Return the groups that exist, by fingerprint."""

    def repairs(self) -> Mapping[Category, RepairTally]:
        """Return what became of repairs, by the category of failure they were to repair."""


def _most(deaths: dict[str, float]) -> dict[str, float]:
    """Return the deaths with the rarest groups counted as one."""
    named = sorted(deaths.keys() - {OTHERS}, key=lambda group: -deaths[group])
    kept = {group: deaths[group] for group in named[:MOST_GROUPS]}
    rest = sum(count for group, count in deaths.items() if group not in kept)
    return kept | ({OTHERS: rest} if rest else {})
