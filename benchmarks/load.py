"""How much the stack takes: failures a second, and requests of fifty clients at once."""

import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

from benchmarks.local import Stack
from benchmarks.processes import cpu_s
from benchmarks.report import Figure, percentile
from benchmarks.samples import experiment, failure
from benchmarks.session import Say, Session
from errata.events import FailureEvent
from errata.taxonomy import ExperimentStatus

FAILURES_PER_OPTION = 5
"""Failures drained for each of ``--failures``."""
CLIENTS = 50
REQUESTS = 1_000
ALONE = 60
PATHS = ("/experiments", "/groups", "/stats")
PATIENCE_S = 600.0


def measure(session: Session) -> list[Figure]:
    """Drain a full queue, then let fifty clients ask at once."""
    stack, say = session.stack, session.say
    return [_drain(stack, say, FAILURES_PER_OPTION * session.options.failures), *_ask(stack, say)]


def _drain(stack: Stack, say: Say, count: int) -> Figure:
    chance = random.Random(7)  # noqa: S311 - a seed, so that runs are alike
    now = datetime.now(UTC)
    events = [
        failure(experiment(now, ExperimentStatus.RUNNING, chance), now, chance)
        for _ in range(count + 1)
    ]
    say("Warming up")
    _publish(stack, events[:1])
    _await(stack, events[:1])
    say(f"Filling the queue with {count:,} failures")
    start, before = time.perf_counter(), cpu_s(stack.pid)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda event: _publish(stack, [event]), events[1:]))
    published_s = time.perf_counter() - start
    _await(stack, events)
    taken_s, after = time.perf_counter() - start, cpu_s(stack.pid)
    shares = {name: (after[name] - before.get(name, 0)) / taken_s for name in after}
    busiest = sorted(shares.items(), key=lambda it: -it[1])[:3]
    return Figure(
        name="failures explained a second, sustained",
        value=count / taken_s,
        rival="failures published a second",
        rival_value=count / published_s,
        aim="none",
        met=True,
        samples=count,
        note="processors taken: " + ", ".join(f"{name} {share:.2f}" for name, share in busiest),
        unit="/s",
    )


def _publish(stack: Stack, events: Sequence[FailureEvent]) -> None:
    for event in events:
        stack.queue.publish(event)


def _await(stack: Stack, events: Sequence[FailureEvent]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    missing = {event.failure_id: event for event in events}
    while missing:
        assert time.monotonic() < deadline, f"{len(missing)} failures were not explained in time"
        some = list(missing.values())[:100]
        stored = stack.store.recorded(some)
        for failure_id in stored:
            del missing[failure_id]
        if len(stored) < len(some):
            time.sleep(0.1)


def _ask(stack: Stack, say: Say) -> list[Figure]:
    say(f"Asking the API, alone and with {CLIENTS} clients")
    for path in PATHS:
        stack.api.get(path)
    alone = [_timed(stack, number) for number in range(ALONE)]
    _start_functions(stack)
    with ThreadPoolExecutor(CLIENTS) as pool:
        crowded = list(pool.map(lambda number: _timed(stack, number), range(REQUESTS)))
    base = statistics.median(alone)
    return [
        Figure(
            name=f"API, {CLIENTS} clients at once, p{percent}",
            value=percentile(crowded, percent),
            rival="one client alone, median",
            rival_value=base,
            aim=f"ratio ≤ {limit}",
            met=percentile(crowded, percent) / base <= limit,
            samples=REQUESTS,
            note="a queue of as many would make it as many times longer",
        )
        for percent, limit in ((50, CLIENTS), (99, 2 * CLIENTS))
    ]


def _start_functions(stack: Stack) -> None:
    """Let ever more clients ask, until there is a process for each of them.

    The emulator starts one for each request at a time, of the authorizer and of the API; those that
    start together may be too slow for the authorizer's time limit, which refuses their requests.
    """

    def ask(number: int) -> None:
        with suppress(AssertionError):
            _timed(stack, number)

    for clients in (*range(5, CLIENTS, 5), CLIENTS, CLIENTS):
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(ask, range(2 * clients)))


def _timed(stack: Stack, number: int) -> float:
    start = time.perf_counter()
    stack.api.get(PATHS[number % len(PATHS)])
    return time.perf_counter() - start
