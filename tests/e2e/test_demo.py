"""The demo as a stranger runs it: one command, real failures, and a second start that remembers."""

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

from infra.home import CHECKOUT
from tests.e2e.visitor import free_port

Environment = dict[str, str]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """A data folder of its own, with the clips that setting up has fetched."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copytree(CHECKOUT / ".errata" / "clips", home / "clips")
    environment = {
        **{name: value for name, value in os.environ.items() if name != "ANTHROPIC_API_KEY"},
        "ERRATA_HOME": str(home),
        "ERRATA_LOCAL_PORT": str(free_port()),
    }
    yield environment
    _errata(environment, "down")


@pytest.fixture(scope="module")
def first(environment: Environment) -> dict[str, Any]:
    """What the first, headless demo says."""
    words = ["demo", "--experiments", "24", "--seed", "1", "--exit", "--json"]
    document: dict[str, Any] = json.loads(_errata(environment, *words))
    return document


def test_every_experiment_has_an_outcome_and_every_failure_a_reason(first: dict[str, Any]) -> None:
    # What is known to kill takes no box, and is told beside those that did.
    assert sum(e["status"] != "skipped" for e in first["experiments"]) == 24
    assert first["undiagnosed"] == 0
    failed = [e for e in first["experiments"] if e["status"] == "failed"]
    assert all(e["category"] and e["severity"] and e["root_cause"] for e in failed)
    assert first["counts"]["failed"] == len(failed)


def test_at_least_four_kinds_of_failure_really_happened(first: dict[str, Any]) -> None:
    assert len(first["by_category"]) >= 4


def test_after_sigterm_the_next_demo_builds_upon_the_first(
    environment: Environment, first: dict[str, Any]
) -> None:
    words = ["demo", "--experiments", "1", "--seed", "3"]
    with subprocess.Popen(
        _command(*words), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as demo:
        assert demo.stderr is not None
        stays_up = any("Ctrl-C stops the stack" in line for line in demo.stderr)
        demo.send_signal(signal.SIGTERM)
        shown, _ = demo.communicate(timeout=120)
    assert stays_up
    assert demo.returncode == 0
    assert "Dashboard" in shown
    assert "Sign in as viewer" in shown

    words = ["demo", "--experiments", "1", "--seed", "2", "--exit", "--json"]
    again = json.loads(_errata(environment, *words))
    known = {e["experiment_id"] for e in first["experiments"]}
    # Made from a codec of the first run, or from the one candidate of the second.
    parents = {e["parent_id"] for e in again["experiments"]}
    assert all(parent in known or parent[-10:] in shown for parent in parents)


def test_where_the_clip_is_missing_the_demo_says_what_to_do(
    environment: Environment, tmp_path: Path
) -> None:
    alone = {**environment, "ERRATA_HOME": str(tmp_path), "ERRATA_LOCAL_PORT": str(free_port())}
    failed = subprocess.run(
        _command("demo", "--exit"), env=alone, capture_output=True, text=True, check=False
    )
    assert failed.returncode == 2
    assert failed.stderr.strip().splitlines()[-1].startswith("errata: the clip carphone_qcif")
    assert "Traceback" not in failed.stderr


def _errata(environment: Environment, *words: str) -> str:
    done = subprocess.run(
        _command(*words), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "infra.cli", *words]
