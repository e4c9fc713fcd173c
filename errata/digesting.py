"""Computes a digest from a census, and from what is looked up for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import TypeVar

from errata.archive import EliteRecord
from errata.census import ArmCount, Census, Fate, RatePoint, Seen
from errata.diagnosis import DayDigest, Group
from errata.digest import ArmShare, Block, Digest, GroupShare, Kind, Skip, Tale, Waits
from errata.experiments import Experiment
from errata.learning import RepairTally
from errata.percentiles import percentile
from errata.taxonomy import Category, GroupStatus, Stage

T = TypeVar("T")

MOST_BLOCKS = 24
"""Blocks into which the experiments are divided to see how they fared over time."""
LEAST_IN_BLOCK = 10
"""Fewer make no rate."""
MOST_GROUPS = 20
MOST_TALES = 5
GAIN = "bd_rate_vs_champion_percent"
"""The score by which candidates are adopted; the lower the better."""
PROGRESS = "bd_rate_vs_x264_medium_percent"
"""The score that makes codecs of all times comparable."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was looked up for a digest, by key, once the experiments were counted.

    Attributes
    ----------
    days : sequence of DayDigest
        The counters of the period's days.
    groups : mapping of str to Group
        The groups that candidates died of.
    killers : mapping of str to Experiment
        The experiments for whose sake others were skipped.
    repairs : mapping of Category to RepairTally
        What became of all repairs so far.
    tales : sequence of Tale
        The adoptions to be told, with their ancestors.
    elites : sequence of EliteRecord
        What the archive holds.
    anchors : mapping of str to tuple of RatePoint
        Well-known encoders on the clip that the points are of.
    """

    days: Sequence[DayDigest] = ()
    groups: Mapping[str, Group] = field(default_factory=dict)
    killers: Mapping[str, Experiment] = field(default_factory=dict)
    repairs: Mapping[Category, RepairTally] = field(default_factory=dict)
    tales: Sequence[Tale] = ()
    elites: Sequence[EliteRecord] = ()
    anchors: Mapping[str, tuple[RatePoint, ...]] = field(default_factory=dict)


def digest(
    census: Census, found: Findings, first_day: date, last_day: date, *, complete: bool = True
) -> Digest:
    """Return the digest of a census and what was looked up for it."""
    known = _known_before(found.groups, first_day)
    blocks = _blocks(census.history, known)
    died_of = census.died_of()
    shares = tuple(_shares(died_of, found.groups, known))
    deaths = sum(block.fates.get(Fate.DIED, 0) for block in blocks)
    return Digest(
        first_day=first_day,
        last_day=last_day,
        complete=complete,
        fates=Counter(seen.fate for seen in census.history),
        blocks=blocks,
        deaths=deaths,
        repeated=sum(block.repeated for block in blocks),
        adopted=census.adopted,
        no_better=tuple(census.no_better),
        kinds=_kinds(found.days),
        groups=shares,
        other_deaths=deaths - sum(share.count for share in shares),
        arms=_arms(census.arms, found.groups),
        skips=tuple(_skip(name, n, found.killers) for name, n in census.skips.most_common()),
        by_source=_total(day.by_source for day in found.days),
        cost_usd=sum(day.cost_usd for day in found.days),
        days=found.days,
        waits=_waits(_total(day.waits for day in found.days)),
        repairs=found.repairs,
        tales=found.tales,
        elites=found.elites,
        anchors=found.anchors,
    )


def worth_telling(adopted: Iterable[Experiment]) -> list[Experiment]:
    """Return the adoptions that gained most, best first; a lineage's beginning gained nothing."""
    gains = [each for each in adopted if GAIN in each.metrics]
    return sorted(gains, key=lambda each: each.metrics[GAIN])[:MOST_TALES]


def _known_before(groups: Mapping[str, Group], first_day: date) -> frozenset[str]:
    begin = datetime.combine(first_day, time(), UTC)
    return frozenset(name for name, group in groups.items() if group.first_seen < begin)


def _blocks(history: Sequence[Seen], known: frozenset[str]) -> tuple[Block, ...]:
    """Divide the experiments evenly; note of each block how many repeated a known death."""
    count = min(MOST_BLOCKS, max(1, len(history) // LEAST_IN_BLOCK))
    starts = [number * len(history) // count for number in range(count + 1)]
    seen_before = set(known)
    blocks = []
    for start, end in pairwise(starts if history else ()):
        some, repeated = history[start:end], 0
        for seen in some:
            if seen.fate is Fate.DIED and seen.fingerprint:
                repeated += seen.fingerprint in seen_before
                seen_before.add(seen.fingerprint)
        fates = Counter(seen.fate for seen in some)
        blocks.append(Block(start + 1, some[0].started_at, fates, repeated))
    return tuple(blocks)


def _kinds(days: Iterable[DayDigest]) -> tuple[Kind, ...]:
    counts: Counter[tuple[Stage, Category]] = Counter()
    for day in days:
        for count in day.counts:
            counts[count.stage, count.category] += count.count
    return tuple(Kind(stage, category, n) for (stage, category), n in counts.most_common())


def _shares(
    died_of: Counter[str], groups: Mapping[str, Group], known: frozenset[str]
) -> Iterable[GroupShare]:
    there = [(name, count) for name, count in died_of.most_common() if name in groups]
    for name, count in there[:MOST_GROUPS]:
        group = groups[name]
        regressed = group.status is GroupStatus.REGRESSED
        yield GroupShare(group, count, is_new=name not in known, has_regressed=regressed)


def _arms(arms: Mapping[str, ArmCount], groups: Mapping[str, Group]) -> tuple[ArmShare, ...]:
    """Return the kinds of edit, what paid most first, what killed most last."""
    shares = []
    for operator, count in arms.items():
        killer = next((name for name, _ in count.killers.most_common(1)), "")
        shares.append(ArmShare(operator, count.fates, groups.get(killer)))
    return tuple(sorted(shares, key=_worth))


def _worth(arm: ArmShare) -> tuple[int, int, str]:
    return -arm.fates.get(Fate.ADOPTED, 0), arm.fates.get(Fate.DIED, 0), arm.operator


def _skip(name: str, count: int, killers: Mapping[str, Experiment]) -> Skip:
    killer = killers.get(name)
    return Skip(name, count, (killer and killer.root_cause) or "no longer kept")


def _waits(histogram: Counter[int]) -> Waits | None:
    if not histogram:
        return None
    p50, p95, p99 = (percentile(histogram, percent) for percent in (50, 95, 99))
    return Waits(sum(histogram.values()), p50, p95, p99)


def _total(parts: Iterable[Mapping[T, int]]) -> Counter[T]:
    total: Counter[T] = Counter()
    for part in parts:
        total.update(part)
    return total
