"""Failures pour in while everything breaks; at the end the accounts must balance.

In its short form part of ``make test``; ``make chaos`` sends 10,000. The seed is printed, and
``ERRATA_CHAOS_SEED`` sets it.
"""

import os
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ulid import ULID

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from errata.ports import ExperimentQuery
from errata.taxonomy import ExperimentStatus
from infra import release
from infra.local.deployment import STACK
from infra.local.settings import LocalSettings
from infra.local.stack import LocalStack, StackOutputs
from infra.replay import depth, redrive
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.settings import spool_file
from orchestrator.spool import Spool
from tests.chaos.crew import Crew
from tests.chaos.ledger import Row, Stored, balance, read
from tests.chaos.moods import Moods
from tests.chaos.proxy import SLOW_S, FaultyProxy
from tests.chaos.sender import Sender
from tests.chaos.storm import Storm
from tests.e2e.visitor import free_port
from tests.support.anthropic_server import AnthropicServer

FAILURES = int(os.environ.get("ERRATA_CHAOS_FAILURES", "200"))
SEED = int(os.environ.get("ERRATA_CHAOS_SEED", secrets.randbelow(1_000_000)))
SHARE_OF_THE_LOOP = 5
"""One in so many failures is one of the loop, with an experiment, its code and its log."""
RESTARTS = 1 + FAILURES // 3_000
LEASE_S = 10
VISIBILITY_S = 6
PATIENCE_S = 300 + FAILURES / 5


@dataclass
class World:
    """A stack in which calls pass through the proxy, and who is at work in it."""

    local: LocalStack
    stack: StackOutputs
    proxy: FaultyProxy
    moods: Moods
    folder: Path

    @property
    def store(self) -> DynamoDbStore:
        return DynamoDbStore(self.stack.session().resource("dynamodb").Table(self.stack.table))

    def emulator(self) -> int | None:
        return self.local.status().pid

    def restart(self) -> None:
        # AWS forgets nothing that it has answered; the emulator does while it saves its state.
        self.proxy.shut = True
        time.sleep(2 * SLOW_S)
        self.local.down()
        self.local.up(lambda _: None)
        self.proxy.shut = False
        self.route()

    def route(self) -> None:
        """Let the diagnoser call through the proxy, and ask the model often and impatiently."""
        client = self.stack.session().client("lambda")
        names = [f["FunctionName"] for f in client.list_functions()["Functions"]]
        name = next(name for name in names if "DiagnoserFunction" in name)
        known = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        routed = {f"AWS_ENDPOINT_URL_{it}": self.proxy.url for it in ("DYNAMODB", "S3", "SQS")}
        claude = {"ERRATA_CLAUDE_TIMEOUT_S": "2", "ERRATA_CLAUDE_CALLS_AT_ONCE": "1000"}
        wanted = {**known, **routed, **claude}
        if wanted != known:
            client.update_function_configuration(
                FunctionName=name, Environment={"Variables": wanted}
            )
            release.publish(self.stack.session(), STACK)
        self.stack.session().client("sqs").set_queue_attributes(
            QueueUrl=self.stack.failures_queue_url,
            Attributes={"VisibilityTimeout": str(VISIBILITY_S)},
        )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    port, server, moods = free_port(), AnthropicServer(), Moods(SEED)
    server.respond = moods
    settings = LocalSettings.model_validate(
        {
            "home": tmp_path / "stack",
            "local_port": port,
            "claude_base_url": server.url,
            "ANTHROPIC_API_KEY": "key-of-the-chaos-suite",
        }
    )
    local, proxy = LocalStack(settings), FaultyProxy(port, SEED)
    with server.running(), proxy.running():
        try:
            world = World(local, local.up(lambda _: None), proxy, moods, tmp_path)
            world.route()
            yield world
        finally:
            local.down()


def wait_until(done: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not done():
        assert time.monotonic() < deadline, f"in vain: {what} (seed {SEED})"
        time.sleep(0.2)


def test_nothing_is_lost(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    say(capsys, f"\nchaos: {FAILURES} failures, seed {SEED}")
    of_the_loop = FAILURES // SHARE_OF_THE_LOOP
    sender = Sender(world.stack, world.proxy.url, FAILURES - of_the_loop, SEED)
    home = world.folder / "orchestrators"
    home.mkdir()
    crew = Crew(
        home,
        world.stack.environment()
        | {
            "AWS_ENDPOINT_URL": world.proxy.url,
            "ERRATA_LEASE_S": str(LEASE_S),
            "ERRATA_PATIENCE_S": str(PATIENCE_S),
        },
        of_the_loop,
    )
    storm = Storm(world.proxy, crew, world.emulator, world.restart, restarts=RESTARTS, seed=SEED)
    started = time.monotonic()
    sending = threading.Thread(target=sender.run)
    sending.start()
    try:
        storm.rage(until=lambda: crew.is_done and not sending.is_alive())
    finally:
        sending.join(PATIENCE_S)
        crew.dismiss()
    stormed_s = time.monotonic() - started
    settle(world, home)
    stored = read(world.stack)
    rows = balance(stored, world.store, sent=sender.sent, noted=crew.noted(), poison=sender.poison)
    say(capsys, report(world, storm, crew, sender, stored, rows))
    say(capsys, f"stormy for {stormed_s:.0f} s, settled after {time.monotonic() - started:.0f} s")
    assert [str(row) for row in rows if not row.balanced] == []
    assert storm.had["emulator restarted"] >= 1
    assert sum(world.proxy.faults.values()) > 0


def settle(world: World, home: Path) -> None:
    """Let the sun shine, replay what was set aside, and wait until nothing is under way."""
    world.proxy.enabled = False
    session, stack = world.stack.session(), world.stack
    sqs, store = session.client("sqs"), world.store
    delivery = Delivery(
        store,
        S3Artifacts(session.client("s3"), stack.artifacts_bucket),
        SqsFailureQueue(sqs, stack.failures_queue_url),
    )
    spool = Spool(spool_file(home))
    patience = Patience(PATIENCE_S, stopped=lambda: False)
    office = Office(delivery, spool, str(ULID()), timedelta(seconds=LEASE_S), patience)

    def is_calm() -> bool:
        office.catch_up()
        redrive(sqs, stack.dead_letter_queue_url, stack.failures_queue_url)
        waiting = depth(sqs, stack.failures_queue_url)
        under_way = waiting.waiting + waiting.taken + spool.depth().parcels
        page = store.experiments(today(ExperimentStatus.RUNNING))
        return under_way == 0 and not page.items and page.cursor is None

    wait_until(is_calm, "nothing is under way any more")


def today(status: ExperimentStatus) -> ExperimentQuery:
    now = datetime.now(UTC)
    return ExperimentQuery((now - timedelta(days=1)).date(), now.date(), status=status)


def report(
    world: World, storm: Storm, crew: Crew, sender: Sender, stored: Stored, rows: list[Row]
) -> str:
    faults = {f"{service}: {fault}": n for (service, fault), n in world.proxy.faults.items()}
    vanished = sum(
        event.findings[:1] != () and event.findings[0].code == "orchestrator_vanished"
        for event, _ in stored.failures.values()
    )
    told = {
        "mishaps": dict(storm.had),
        "faults": dict(sorted(faults.items())),
        "moods of the model": dict(world.moods.had),
        "sent twice on purpose": sender.repeats,
        "orchestrators started": crew.starts,
        "experiments of orchestrators that vanished": vanished,
    }
    lines = [f"{name}: {value}" for name, value in told.items()]
    return "\n".join([*lines, *map(str, rows)])


def say(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(text, file=sys.stderr, flush=True)
