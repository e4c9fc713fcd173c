"""From a failure on the queue to its diagnosis on the dashboard's list, by patterns."""

import random
import statistics
import time
from datetime import UTC, datetime
from threading import Thread

from benchmarks.local import Stack
from benchmarks.report import Figure, percentile
from benchmarks.samples import experiment, failure
from benchmarks.session import Session
from errata.taxonomy import ExperimentStatus
from infra import template

A_SECOND = 4
"""Failures published."""
HOPS = 40
"""Messages that the bare queue carries, to compare with."""
AIM_S = 2.0
PATIENCE_S = 60.0


def measure(session: Session) -> list[Figure]:
    """Publish failures at a steady rate, and watch the list until each shows its category.

    The emulator calls the diagnoser at once. On AWS the queue gathers messages first, for the
    batching window of the template: the aim must be met with that added.
    """
    stack, say, failures = session.stack, session.say, session.options.failures
    window_s = float(template.load()["Parameters"]["BatchingWindowSeconds"]["Default"])
    say("Warming up")
    _Run(stack, 2).watch()
    say(f"Publishing {failures} failures, {A_SECOND} a second")
    latencies = _Run(stack, failures).watch()
    say("Sending as much through a queue and nothing else")
    hop_s = statistics.median(_hops(stack))
    quantiles = {"median": statistics.median(latencies), "p95": percentile(latencies, 95)}
    return [
        Figure(
            name=f"publish → diagnosis in the API, {name}",
            value=value,
            rival="publish → received, median",
            rival_value=hop_s,
            aim=f"≤ {AIM_S:.0f} s with the {window_s:.0f} s window" if name == "median" else "none",
            met=name != "median" or value + window_s <= AIM_S,
            samples=failures,
            note="patterns; the emulator skips the batching window, AWS adds up to it",
        )
        for name, value in quantiles.items()
    ]


def _hops(stack: Stack) -> list[float]:
    """Return the seconds that messages take through a queue of the same emulator."""
    client = stack.outputs.session().client("sqs")
    url = client.create_queue(QueueName="errata-bench")["QueueUrl"]
    made = experiment(datetime.now(UTC), ExperimentStatus.RUNNING, random.Random(7))  # noqa: S311 - a seed
    body = failure(made, datetime.now(UTC), random.Random(7)).model_dump_json()  # noqa: S311 - a seed
    times = []
    for _ in range(HOPS):
        start = time.monotonic()
        client.send_message(QueueUrl=url, MessageBody=body)
        answer = client.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        times.append(time.monotonic() - start)
        handle = answer["Messages"][0]["ReceiptHandle"]
        client.delete_message(QueueUrl=url, ReceiptHandle=handle)
    client.delete_queue(QueueUrl=url)
    return times


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
