"""Whole orchestrators: as root, as nobody in particular, and killed in the middle of their work."""

import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from orchestrator.sandbox.bwrap import find_bwrap
from orchestrator.sandbox.runtime import Runtime, find_runtime
from tests.support.leftovers import IS_ROOT, UNPRIVILEGED, groups
from tests.support.orchestrators import (
    BUSY_BOXES,
    Account,
    busy_orchestrator,
    describe_and_run,
    in_a_process,
    scheduling_under_real_time,
)


@pytest.fixture
def unprivileged(public_bwrap: str, public_runtime: Runtime) -> Account:
    """Nobody in particular; ourselves, where we are not root."""
    return Account(UNPRIVILEGED if IS_ROOT else None, public_bwrap, public_runtime)


@pytest.fixture(params=["root", "user"] if IS_ROOT else ["user"])
def account(request: pytest.FixtureRequest, unprivileged: Account) -> Account:
    """Each account that is possible here."""
    return unprivileged if request.param == "user" else Account(None, find_bwrap(), find_runtime())


def test_an_unprivileged_orchestrator_isolates_candidates_too(unprivileged: Account) -> None:
    seen = in_a_process(describe_and_run, unprivileged)
    assert seen["user"] != 0
    assert seen["mode"] == "unprivileged user with a user namespace"
    assert "escaped" in seen
    assert seen["escaped"] == []
    assert seen["outputs"] == {b"done"}
    assert seen["left"] == []


def test_no_candidate_inherits_real_time_scheduling(account: Account) -> None:
    ours, its = in_a_process(scheduling_under_real_time, account)
    assert (ours, its) == (
        os.SCHED_FIFO if IS_ROOT else os.SCHED_OTHER,
        str(os.SCHED_OTHER).encode(),
    )


def test_no_box_outlives_a_killed_orchestrator(account: Account) -> None:
    with busy_orchestrator(account) as (orchestrator, boxes):
        assert len(boxes) == BUSY_BOXES * 3
        os.kill(orchestrator, 9)
        deadline = time.monotonic() + 30
        while any(map(is_alive, boxes)):
            assert time.monotonic() < deadline, [pid for pid in boxes if is_alive(pid)]
            time.sleep(0.02)
    assert groups(orchestrator) == []


def is_alive(pid: int) -> bool:
    """Tell whether a process is there; a dead one we inherited is buried."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    return Path(f"/proc/{pid}").exists()
