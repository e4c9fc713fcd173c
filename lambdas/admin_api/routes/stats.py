"""Counts for the charts, and the messages nobody could read."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from aws_lambda_powertools.event_handler.api_gateway import Router

from errata.diagnosis import DailyCount
from lambdas.admin_api.models import DayBudget, ParkedPage, Stats
from lambdas.admin_api.params import Cursor, FirstDay, LastDay, Limit, day_range
from lambdas.admin_api.services import Injected

Kind = TypeVar("Kind")

router = Router()


@router.get(
    "/api/stats",
    tags=["stats"],
    operation_id="getStats",
    summary="Failures by day, category, severity and stage",
    compress=True,
)
def get_stats(services: Injected, first_day: FirstDay = None, last_day: LastDay = None) -> Stats:
    """Return the counters of a range of days and their sums."""
    first, last = day_range(first_day, last_day, services.clock())
    counts = services.diagnoses.daily_counts(first, last)
    return Stats(
        first_day=first,
        last_day=last,
        total=sum(count.count for count in counts),
        by_category=_sums(counts, lambda count: count.category),
        by_severity=_sums(counts, lambda count: count.severity),
        by_stage=_sums(counts, lambda count: count.stage),
        counts=tuple(counts),
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
