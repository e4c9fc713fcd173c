"""Counts, cost and waiting times."""

from datetime import date
from typing import Annotated

from pydantic import Field

from errata.diagnosis import DailyCount
from errata.model import Contract, Day, UtcTime
from errata.taxonomy import Category, Severity, Source, Stage


class DayBudget(Contract):
    """What the model may cost today, and what it has cost."""

    day: Day
    spent_usd: Annotated[float, Field(ge=0)]
    """Spent, or set aside for calls under way."""
    limit_usd: Annotated[float, Field(ge=0)]
    exhausted_at: UtcTime | None
    """Since when patterns explain everything new for want of money; null while there is enough."""


class TimeToDiagnosis(Contract):
    """How long after a failure its first diagnosis came: percentiles, right within a fifth."""

    count: Annotated[int, Field(ge=1)]
    p50_s: float
    p95_s: float
    p99_s: float


class DayStats(Contract):
    """The failures of one day."""

    day: Day
    failures: Annotated[int, Field(ge=0)]
    cost_usd: Annotated[float, Field(ge=0)]
    by_source: dict[Source, int]
    time_to_diagnosis: TimeToDiagnosis | None


class Stats(Contract):
    """Failures counted by day and kind, and what became of them."""

    first_day: date
    last_day: date
    total: int
    by_category: dict[Category, int]
    by_severity: dict[Severity, int]
    by_stage: dict[Stage, int]
    by_source: dict[Source, int]
    """Who gave the diagnoses that stand now."""
    cost_usd: Annotated[float, Field(ge=0)]
    """Paid for all diagnoses of these failures, also for those replaced since."""
    time_to_diagnosis: TimeToDiagnosis | None
    """None when nothing failed."""
    counts: tuple[DailyCount, ...]
    days: tuple[DayStats, ...]
    """Oldest first; days without failures are left out."""
