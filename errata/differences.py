"""What sets some experiments apart from others: their fields, ranked by how much they differ.

After Honeycomb's BubbleUp: a person marks what looks odd, and is told in which fields it differs
from the rest, so that the next question need not be guessed.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from errata.experiments import Experiment

Value: TypeAlias = str | float | None
Facts: TypeAlias = Mapping[str, Value]
"""One experiment's fields: text is a kind, a number a measure, None or absence neither."""

MOST_VALUES = 8
BINS = 8
VERDICT = frozenset({"category", "severity", "source", "group"})
"""What only failures have: that the others have none says no more than their status does."""


@dataclass(frozen=True, slots=True)
class ValueShare:
    """How often a value occurs on either side; None stands for experiments without any."""

    value: str | None
    selected: float
    rest: float


@dataclass(frozen=True, slots=True)
class BinShare:
    """How many numbers fall between two others, the upper one excluded but for the last bin."""

    low: float
    high: float
    selected: float
    rest: float


@dataclass(frozen=True, slots=True)
class Difference:
    """How much a field differs, and where.

    Attributes
    ----------
    field : str
        Its name.
    score : float
        From 0, the same on both sides, to 1, nothing in common.
    values : tuple of ValueShare
        Of a categorical field, the most different first.
    bins : tuple of BinShare
        Of a numeric field, ascending; experiments without the number are in none.
    """

    field: str
    score: float
    values: tuple[ValueShare, ...] = ()
    bins: tuple[BinShare, ...] = ()


def facts(experiment: Experiment) -> Facts:
    """Return what is compared of an experiment."""
    end = experiment.finished_at
    return {
        # First, for a pipeline names its scores as it likes: none takes the place of a fact.
        **experiment.metrics,
        "status": experiment.status.value,
        "stage": experiment.stage.value,
        "category": experiment.category and experiment.category.value,
        "severity": experiment.severity and experiment.severity.value,
        "source": experiment.source and experiment.source.value,
        "group": experiment.fingerprint,
        "proposer": experiment.proposer,
        "parent": experiment.parent_id,
        "run": experiment.run_id,
        "hour_utc": f"{experiment.started_at:%H}",
        "duration_s": (end - experiment.started_at).total_seconds() if end else None,
    }


def differences(selected: Sequence[Facts], rest: Sequence[Facts]) -> list[Difference]:
    """Return the fields in which two sets of experiments differ, the most different first.

    Of equals the one with fewer values comes first: it tells the same in less.

    Parameters
    ----------
    selected, rest : sequence of Facts
        Either may be empty; then there is nothing to tell.

    Notes
    -----
    The score of a categorical field is the total variation distance between its shares; that of a
    number is the Kolmogorov-Smirnov statistic, or how much more often one side has the number at
    all, if that is more.
    """
    if not selected or not rest:
        return []
    names = dict.fromkeys(name for side in (selected, rest) for facts in side for name in facts)
    columns = [(name, _column(name, selected), _column(name, rest)) for name in names]
    found = [_difference(*column) for column in columns if _is_telling(*column)]
    return sorted((d for d in found if d.score > 0), key=_rank)


def _rank(difference: Difference) -> tuple[float, int, str]:
    return -difference.score, len(difference.values or difference.bins), difference.field


def _is_telling(field: str, selected: list[Value], rest: list[Value]) -> bool:
    return field not in VERDICT or (any(selected) and any(rest))


def _column(name: str, side: Sequence[Facts]) -> list[Value]:
    return [facts.get(name) for facts in side]


def _difference(field: str, selected: list[Value], rest: list[Value]) -> Difference:
    numbers, other_numbers = _numbers(selected), _numbers(rest)
    if not numbers and not other_numbers:
        return _categorical(field, selected, rest)
    presence = abs(len(numbers) / len(selected) - len(other_numbers) / len(rest))
    score = max(presence, _kolmogorov_smirnov(numbers, other_numbers))
    sides = ((numbers, len(selected)), (other_numbers, len(rest)))
    return Difference(field, score, bins=_bins(*sides))


def _numbers(column: list[Value]) -> list[float]:
    return sorted(value for value in column if isinstance(value, int | float))


def _categorical(field: str, selected: list[Value], rest: list[Value]) -> Difference:
    here, there = Counter(selected), Counter(rest)
    shares = [
        ValueShare(
            None if value is None else str(value),
            here[value] / len(selected),
            there[value] / len(rest),
        )
        for value in here | there
    ]
    shares.sort(key=lambda s: (-abs(s.selected - s.rest), s.value or ""))
    # Half of all differences in share; rounding must not carry it past 1.
    score = min(1.0, sum(abs(s.selected - s.rest) for s in shares) / 2)
    return Difference(field, score, values=tuple(shares[:MOST_VALUES]))


def _kolmogorov_smirnov(a: list[float], b: list[float]) -> float:
    """Return the largest gap between two empirical distributions; both lists are sorted."""
    if not a or not b:
        return 0.0
    return max(abs(bisect_right(a, x) / len(a) - bisect_right(b, x) / len(b)) for x in (*a, *b))


def _bins(*sides: tuple[list[float], int]) -> tuple[BinShare, ...]:
    """Return shares of two sides, each given as its sorted numbers and its size, in equal bins."""
    every = [number for numbers, _ in sides for number in numbers]
    low, high = min(every), max(every)
    width = high / BINS - low / BINS  # their difference, or a multiple, may be too large a float
    if width <= 0:
        shares = [len(numbers) / size for numbers, size in sides]
        return (BinShare(low, high, *shares),)
    steps = accumulate([width] * (BINS - 1), initial=low)
    edges = [*(min(step, high) for step in steps), high]
    counted = [_counts(numbers, edges, size) for numbers, size in sides]
    return tuple(
        BinShare(edges[n], edges[n + 1], counted[0][n], counted[1][n]) for n in range(BINS)
    )


def _counts(numbers: list[float], edges: list[float], size: int) -> list[float]:
    found = Counter(min(bisect_right(edges, number) - 1, BINS - 1) for number in numbers)
    return [found[n] / size for n in range(BINS)]
