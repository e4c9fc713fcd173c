"""Which arms are promising: Thompson sampling over how candidates of an arm fared.

A candidate has to live, then to be better, and then it saves some rate. Both chances are Beta
distributed a posteriori (Russo et al., "A Tutorial on Thompson Sampling", 2018). Their product with
the mean gain, the rate that a try is expected to save, is what an arm is worth. A target's prior is
its operator's mean: what is known of the kind holds until the target is known.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from errata.learning import Arm, Tally

LEAST, MOST = 0.05, 8.0
"""Bounds of a factor: no arm is given up for good, and none is all that is tried."""
DREAD = 2
"""Power of the chance to live: of two arms that are worth the same, the one that dies less."""
GAINS = 2.0
"""Adoptions after which a gain that was seen counts as much as the one that was expected."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A Beta distribution by its two parameters."""

    yes: float
    no: float

    @property
    def mean(self) -> float:
        """The expected chance."""
        return self.yes / (self.yes + self.no)

    def after(self, yes: float, no: float) -> "Chance":
        """Return what the chance is a posteriori."""
        return Chance(self.yes + yes, self.no + no)

    def of_strength(self, tries: float) -> "Chance":
        """Return a chance with the same mean, as sure as after so many tries."""
        return Chance(self.mean * tries, (1 - self.mean) * tries)


@dataclass(frozen=True, slots=True)
class Worth:
    """The chances that a candidate lives, and that one which lives is better, and by how much."""

    lives: Chance
    betters: Chance
    gain: float

    @property
    def mean(self) -> float:
        """The expected worth."""
        return self.lives.mean**DREAD * self.betters.mean * self.gain

    def drawn(self, random: Random) -> float:
        """Return one draw of what it may be worth."""
        lives = random.betavariate(self.lives.yes, self.lives.no)
        return lives**DREAD * random.betavariate(self.betters.yes, self.betters.no) * self.gain

    def after(self, tally: Tally, resolved: Collection[str]) -> "Worth":
        """Return the worth a posteriori; what died of a resolved group never counted."""
        died = sum(count for group, count in tally.deaths.items() if group not in resolved)
        return Worth(
            self.lives.after(tally.adopted + tally.rejected, died),
            self.betters.after(tally.adopted, tally.rejected),
            (GAINS * self.gain + tally.gained) / (GAINS + tally.adopted),
        )

    def for_targets(self) -> "Worth":
        """Return what to expect of a target of this kind that nothing is known of."""
        return Worth(self.lives.of_strength(2), self.betters.of_strength(3), self.gain)


PRIOR = Worth(Chance(1, 1), Chance(0.5, 4.5), 0.03)
"""Half of all candidates die; of the others, one in ten is better, by three percent."""


def advice(arms: Sequence[Arm], resolved: Collection[str], random: Random) -> Mapping[str, float]:
    """Return how promising arms are, each in comparison with what was to be expected of it.

    Parameters
    ----------
    arms : sequence of Arm
        How they fared.
    resolved : collection of str
        Groups that are believed to be gone: their deaths are given back.
    random : Random
        Where the draws come from.
    """
    return dict(factor for arm in arms for factor in _factors(arm, resolved, random))


def _factors(arm: Arm, resolved: Collection[str], random: Random) -> Iterator[tuple[str, float]]:
    kind = PRIOR.after(arm.tally, resolved)
    yield arm.operator, _bounded(kind.drawn(random) / PRIOR.mean)
    expected = kind.for_targets()
    for target, tally in arm.targets.items():
        worth = expected.after(tally, resolved)
        yield f"{arm.operator}/{target}", _bounded(worth.drawn(random) / expected.mean)


def _bounded(factor: float) -> float:
    return min(MOST, max(LEAST, factor))
