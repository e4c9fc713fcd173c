"""Counts for the charts, and the messages nobody could read."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TypeVar

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.diagnosis import DailyCount, DayDigest
from errata.percentiles import Histogram, percentile
from lambdas.admin_api.models.failures import ParkedPage
from lambdas.admin_api.models.stats import DayBudget, DayStats, Stats, TimeToDiagnosis
from lambdas.admin_api.params import Cursor, FirstDay, LastDay, Limit, day_range
from lambdas.admin_api.services import Injected

Kind = TypeVar("Kind")

router = Router()


@router.get(
    "/api/stats",
    tags=["stats"],
    operation_id="getStats",
    summary="Failures by day, kind and source; their cost and the time to their diagnosis",
    compress=True,
)
def get_stats(services: Injected, first_day: FirstDay = None, last_day: LastDay = None) -> Stats:
    """Return the counters of a range of days and their sums."""
    first, last = day_range(first_day, last_day, services.clock())
    digests = services.diagnoses.digests(first, last)
    counts = [count for digest in digests for count in digest.counts]
    return Stats(
        first_day=first,
        last_day=last,
        total=sum(count.count for count in counts),
        by_category=_sums(counts, lambda count: count.category),
        by_severity=_sums(counts, lambda count: count.severity),
        by_stage=_sums(counts, lambda count: count.stage),
        by_source=_totals(digest.by_source for digest in digests),
        cost_usd=sum(digest.cost_usd for digest in digests),
        time_to_diagnosis=_time_to_diagnosis(_totals(digest.waits for digest in digests)),
        counts=tuple(counts),
        days=tuple(map(_day, digests)),
    )


@router.get(
    "/api/budget",
    tags=["stats"],
    operation_id="getBudget",
    summary="What asking the model may cost today, and has cost",
)
def get_budget(services: Injected) -> DayBudget:
    """Return today's spending; when it is exhausted, patterns carry on until midnight UTC."""
    today = services.budget.today()
    return DayBudget(**asdict(today))


@router.get(
    "/api/parked",
    tags=["stats"],
    operation_id="listParkedMessages",
    summary="List messages that could not be read, newest first",
    compress=True,
)
def list_parked(services: Injected, limit: Limit = 50, cursor: Cursor = None) -> ParkedPage:
    """Return one page of parked messages."""
    page = services.diagnoses.parked(limit=limit, cursor=cursor)
    return ParkedPage(items=page.items, cursor=page.cursor)


def _sums(counts: Sequence[DailyCount], kind: Callable[[DailyCount], Kind]) -> dict[Kind, int]:
    sums: Counter[Kind] = Counter()
    for count in counts:
        sums[kind(count)] += count.count
    return dict(sums)


def _totals(parts: Iterable[Mapping[Kind, int]]) -> dict[Kind, int]:
    totals: Counter[Kind] = Counter()
    for part in parts:
        totals.update(part)
    return dict(totals)


def _day(digest: DayDigest) -> DayStats:
    return DayStats(
        day=digest.day,
        failures=sum(count.count for count in digest.counts),
        cost_usd=digest.cost_usd,
        by_source=digest.by_source,
        time_to_diagnosis=_time_to_diagnosis(digest.waits),
    )


def _time_to_diagnosis(waits: Histogram) -> TimeToDiagnosis | None:
    if not waits:
        return None
    p50, p95, p99 = (percentile(waits, percent) for percent in (50, 95, 99))
    return TimeToDiagnosis(count=sum(waits.values()), p50_s=p50, p95_s=p95, p99_s=p99)
