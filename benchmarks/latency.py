"""From a failure on the queue to its diagnosis on the dashboard's list, by patterns."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread

from benchmarks.local import Stack
from benchmarks.report import Figure, percentile
from benchmarks.samples import experiment, failure
from errata.taxonomy import ExperimentStatus

A_SECOND = 4
"""Failures published."""
AIM_S = 2.0
WINDOW_S = 1.0
"""The template's batching window: what the queue gathers for before it calls the diagnoser."""
PATIENCE_S = 60.0


def measure(stack: Stack, say: Callable[[str], None], failures: int = 200) -> list[Figure]:
    """Publish failures at a steady rate, and watch the list until each shows its category."""
    say("Warming up")
    _Run(stack, 2).watch()
    say(f"Publishing {failures} failures, {A_SECOND} a second")
    latencies = _Run(stack, failures).watch()
    rival = "the batching window alone"
    median = statistics.median(latencies)
    return [
        Figure(
            name="publish → diagnosis in the API, median",
            value=median,
            rival=rival,
            rival_value=WINDOW_S,
            aim=f"≤ {AIM_S:.0f} s",
            met=median <= AIM_S,
            samples=failures,
            note="pattern path",
        ),
        Figure(
            name="publish → diagnosis in the API, p95",
            value=(late := percentile(latencies, 95)),
            rival=rival,
            rival_value=WINDOW_S,
            aim="none",
            met=late <= PATIENCE_S,
            samples=failures,
            note="pattern path",
        ),
    ]


class _Run:
    """One batch of failures under way."""

    def __init__(self, stack: Stack, count: int) -> None:
        self._stack = stack
        self._random = random.Random(7)  # noqa: S311 - a seed, so that runs are alike
        self._experiments = [
            experiment(datetime.now(UTC), ExperimentStatus.RUNNING, self._random)
            for _ in range(count)
        ]
        self._published: dict[str, float] = {}

    def watch(self) -> list[float]:
        """Return the seconds from publication to visibility, one for each failure."""
        for it in self._experiments:
            self._stack.store.start(it)
        publisher = Thread(target=self._publish)
        publisher.start()
        seen: dict[str, float] = {}
        deadline = time.monotonic() + len(self._experiments) / A_SECOND + PATIENCE_S
        while len(seen) < len(self._experiments):
            assert time.monotonic() < deadline, f"{len(seen)} diagnoses came in time"
            for experiment_id in self._diagnosed():
                seen.setdefault(experiment_id, time.monotonic())
        publisher.join()
        return [seen[id_] - sent for id_, sent in self._published.items()]

    def _publish(self) -> None:
        for it in self._experiments:
            event = failure(it, datetime.now(UTC), self._random)
            self._published[it.experiment_id] = time.monotonic()
            self._stack.queue.publish(event)
            time.sleep(1 / A_SECOND)

    def _diagnosed(self) -> set[str]:
        """Return which experiments of this run the list shows with a diagnosis."""
        page = self._stack.api.get("/experiments", limit="200")
        ours = {it.experiment_id for it in self._experiments}
        return {
            item["experiment_id"]
            for item in page["items"]
            if item["category"] and item["experiment_id"] in ours
        }
