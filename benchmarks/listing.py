"""A page of a hundred experiments through the admin API, with little and with much stored."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.local import Stack
from benchmarks.report import Figure
from benchmarks.samples import experiment
from benchmarks.session import Session
from errata.adapters.dynamodb import experiments, keys
from errata.taxonomy import ExperimentStatus

A_DAY = 250
"""Experiments; the days before hold more of them the more is stored."""
PAGE = 100
FEW = 1_000
ROUNDS = 40
AIM = 1.2


def measure(session: Session) -> list[Figure]:
    """Store up to each size, and fetch the newest page over the same range of days."""
    stack, say, few, many = session.stack, session.say, FEW, session.options.stored
    seeder = Seeder(stack)
    say(f"Storing {few:,} experiments")
    seeder.fill(few)
    short = _pages(stack, say)
    say(f"Storing {many:,} experiments")
    seeder.fill(many)
    long = _pages(stack, say)
    say("Scanning the table, as a list without an index would")
    scan_s = _scan(stack)
    value = statistics.median(long)
    return [
        Figure(
            name=f"page of {PAGE}, {many:,} stored",
            value=value,
            rival=f"the same with {few:,} stored",
            rival_value=(base := statistics.median(short)),
            aim=f"ratio ≤ {AIM}",
            met=value / base <= AIM,
            samples=ROUNDS,
            note="median, through the admin API",
        ),
        Figure(
            name=f"page of {PAGE}, {many:,} stored",
            value=value,
            rival="reading the whole table",
            rival_value=scan_s,
            aim="ratio < 1",
            met=value < scan_s,
            samples=ROUNDS,
            note="a scan, and no API on top of it",
        ),
    ]


class Seeder:
    """Writes rows as the store does, but in batches; the newest first."""

    def __init__(self, stack: Stack) -> None:
        self._table = stack.outputs.session().resource("dynamodb").Table(stack.outputs.table)
        self._random = random.Random(7)  # noqa: S311 - a seed, so that runs are alike
        self._newest = datetime.now(UTC)
        self._stored = 0

    def fill(self, size: int) -> None:
        """Store more experiments until there are as many as ``size``."""
        expires_at = int(time.time()) + 86_400
        with self._table.batch_writer() as batch:
            for number in range(self._stored, size):
                day, place = divmod(number, A_DAY)
                started = self._newest - timedelta(days=day, seconds=place)
                made = experiment(started, ExperimentStatus.ABANDONED, self._random)
                batch.put_item(experiments.started(made, expires_at))
                if place in {0, A_DAY - 1}:
                    mark = keys.day_of(made.experiment_id)
                    batch.put_item({"pk": keys.DAYS, "sk": mark, "expires_at": expires_at})
        self._stored = size


def _pages(stack: Stack, say: Callable[[str], None]) -> list[float]:
    say(f"Fetching {ROUNDS} pages")
    first_day = (datetime.now(UTC) - timedelta(days=300)).date().isoformat()
    times = []
    for number in range(ROUNDS + 3):
        start = time.perf_counter()
        page = stack.api.get("/experiments", limit=str(PAGE), first_day=first_day)
        taken = time.perf_counter() - start
        assert len(page["items"]) == PAGE
        # The first requests start functions.
        if number >= 3:
            times.append(taken)
    return times


def _scan(stack: Stack) -> float:
    table = stack.outputs.session().resource("dynamodb").Table(stack.outputs.table)
    start = time.perf_counter()
    answer = table.scan()
    while "LastEvaluatedKey" in answer:
        answer = table.scan(ExclusiveStartKey=answer["LastEvaluatedKey"])
    return time.perf_counter() - start
