"""Failures of other pipelines, straight to the queue: some twice, some late, some junk."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import boto3
from ulid import ULID

from errata.adapters.aws import CLIENTS, storage_errors
from errata.events import FailureEvent
from infra.local.outputs import StackOutputs
from orchestrator.patience import Patience
from orchestrator.publish import failed
from tests.chaos.kinds import KINDS, failure
from tests.support import samples

PATIENCE_S = 300
TWICE = 0.05
POISON = 0.01
JUNK: tuple[Callable[[int], str], ...] = (
    lambda number: " " * number,
    lambda number: "{" * number,
    lambda number: f"[null, {number}]",
    lambda number: f'{{"schema_version": 1, "number": {number}}}',
    lambda number: f"\u2028 not json {number}",
    lambda number: "[" * (5_000 + number),
)
"""Messages that nobody can read, no two alike."""


class Sender:
    """Sends ``count`` failures; ``sent`` and ``poison`` tell what the queue took."""

    def __init__(self, stack: StackOutputs, endpoint_url: str, count: int, seed: int) -> None:
        self.sent: list[str] = []
        self.repeats = 0
        self.poison: set[str] = set()
        """The messages that nobody can read; the queue may hold one twice, if an answer is lost."""
        self._count = count
        self._random = random.Random(f"{seed}/sender")  # noqa: S311 - repeatable, guards nothing
        self._url = stack.failures_queue_url
        session: boto3.Session = stack.session()
        self._client = session.client("sqs", endpoint_url=endpoint_url, config=CLIENTS)
        self._patience = Patience(PATIENCE_S, stopped=lambda: False)

    def run(self) -> None:
        """Send everything, however often the queue refuses."""
        for event in self._events():
            body = event.model_dump_json()
            self._send(body)
            self.sent.append(event.failure_id)
            if self._random.random() < TWICE:
                self._send(body)
                self.repeats += 1
            if self._random.random() < POISON:
                junk = self._random.choice(JUNK)(1 + len(self.poison))
                self._send(junk)
                self.poison.add(junk)

    def _events(self) -> Iterator[FailureEvent]:
        for _ in range(self._count):
            running = samples.experiment(experiment_id=str(ULID()), started_at=datetime.now(UTC))
            died = failure(self._random.randrange(KINDS))
            event = failed(running, died, "elsewhere").event
            assert event
            yield event.model_copy(update={"log": None})

    def _send(self, body: str) -> None:
        delay = self._random.choice((0, 0, 0, 1, 3))
        self._patience.insist(lambda: self._try(body, delay))

    def _try(self, body: str, delay: int) -> None:
        with storage_errors("send"):
            self._client.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=delay)
