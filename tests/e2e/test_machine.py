"""The service of a machine, with exactly the rights of its role: it works, and stops."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from infra.ec2.service import FINISHED
from infra.home import CHECKOUT
from infra.local.stack import StackOutputs
from tests.e2e.roles import rights
from tests.support.instance import FakeInstance, fake_instance

SPOT = '{"action": "terminate", "time": "2026-11-21T10:00:00Z"}'


@pytest.fixture(scope="module")
def machine(stack: StackOutputs) -> Iterator[dict[str, str]]:
    """Credentials of somebody who may do what the machines' role may."""
    with rights(stack, "orchestrator") as credentials:
        yield credentials


@pytest.fixture
def instance() -> Iterator[FakeInstance]:
    with fake_instance() as server:
        server.metadata["instance-id"] = "i-0123456789abcdef0"
        yield server


@pytest.fixture
def service(
    stack: StackOutputs, machine: dict[str, str], instance: FakeInstance, tmp_path: Path
) -> Iterator["subprocess.Popen[str]"]:
    """The command of the systemd unit, on a machine of its own."""
    shutil.copytree(CHECKOUT / ".errata" / "clips", tmp_path / "clips")
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **stack.environment(),
        **machine,
        "ERRATA_HOME": str(tmp_path),
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": instance.address,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "infra.cli", "work", "--on-ec2", "--jobs", "1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_it_runs_experiments_until_systemd_stops_it(
    service: "subprocess.Popen[str]", stack: StackOutputs
) -> None:
    told = _first_lines(service, 2)
    service.send_signal(signal.SIGTERM)
    rest, said = service.communicate(timeout=120)

    assert service.returncode == 0, said
    store = DynamoDbStore(stack.session().resource("dynamodb").Table(stack.table))
    for line in [*told, *map(json.loads, rest.splitlines())]:
        assert line["message"] == FINISHED
        experiment = store.experiment(line["correlation_id"])
        assert experiment.status.value == line["status"] != "running"


def test_it_stops_by_itself_when_the_machine_is_taken_away(
    service: "subprocess.Popen[str]", instance: FakeInstance
) -> None:
    _first_lines(service, 1)
    instance.metadata["spot/instance-action"] = SPOT
    _, said = service.communicate(timeout=120)

    assert service.returncode == 0, said
    assert "spot interruption" in said


def _first_lines(service: "subprocess.Popen[str]", count: int) -> list[dict[str, Any]]:
    assert service.stdout is not None
    lines = [service.stdout.readline() for _ in range(count)]
    if not all(lines):
        assert service.stderr is not None
        raise AssertionError(service.stderr.read())
    return [json.loads(line) for line in lines]
