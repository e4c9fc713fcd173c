"""Boxes started ahead of their jobs are as tight as others, and none outlives its purpose."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from errata.errors import SandboxError
from errata.taxonomy import Limit
from orchestrator.sandbox.box import Box
from orchestrator.sandbox.control_group import KernelAccounting
from orchestrator.sandbox.doctor import try_escapes
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import RootMode
from orchestrator.sandbox.pool import BoxPool
from orchestrator.sandbox.sandbox import MOST_JOBS, BubblewrapSandbox
from tests.support.boxes import nothing_survives, sandbox
from tests.support.orchestrators import job

__all__ = ["nothing_survives", "sandbox"]

OUTER, INIT, SHIM = range(3)


def processes_of(box: Box) -> list[int]:
    """Return the outer bubblewrap, init and the shim."""
    outer = box.process.pid
    init = Path(f"/proc/{outer}/task/{outer}/children").read_text().strip()
    shim = Path(f"/proc/{init}/task/{init}/children").read_text().strip()
    return [outer, int(init), int(shim)]


def user_of(box: Box) -> int:
    status = Path(f"/proc/{processes_of(box)[SHIM]}/status").read_text()
    return int(status.split("Uid:\t")[1].split()[0])


def open_files(box: Box) -> set[int]:
    """Return the inodes of the pipes and memory files that a box's processes hold open."""
    files = (fd for pid in processes_of(box) for fd in Path(f"/proc/{pid}/fd").iterdir())
    return {fd.stat().st_ino for fd in files if str(fd.readlink()).startswith(("pipe:", "/memfd:"))}


def test_a_box_that_waited_holds_every_canary(sandbox: BubblewrapSandbox) -> None:
    with sandbox.prestarted(1):
        checks = try_escapes(sandbox)
    assert len(checks) > 10
    assert all(check.ok for check in checks), checks


def test_waiting_and_running_boxes_never_share_a_user(sandbox: BubblewrapSandbox) -> None:
    with BoxPool(sandbox.launcher, 1) as pool, pool.take() as one, pool.take() as two:
        users = {user_of(box) for box in (one, two)}
    assert len(users) == (2 if isinstance(sandbox.launcher.mode, RootMode) else 1)
    assert 0 not in users


def test_no_box_holds_an_end_of_another(sandbox: BubblewrapSandbox) -> None:
    with sandbox.launcher.start() as one, sandbox.launcher.start() as two:
        held = [open_files(box) for box in (one, two)]
    assert all(held)
    assert held[0] & held[1] == set()


def test_the_candidate_is_not_charged_for_the_start_of_its_box(sandbox: BubblewrapSandbox) -> None:
    with BoxPool(sandbox.launcher, 1) as pool, pool.take() as box:
        starting = box.group.usage().cpu_s
        used = box.run(job("return b'x'")).usage.cpu_s
    if isinstance(sandbox.launcher.accounting, KernelAccounting):
        assert starting is not None
        assert used is not None
        assert 0 < used < starting / 2  # to start is to import numpy, twenty times as much


def test_a_limit_on_time_begins_with_the_job(sandbox: BubblewrapSandbox) -> None:
    with BoxPool(sandbox.launcher, 1) as pool, pool.take() as box:
        threading.Event().wait(0.6)
        outcome = box.run(job("time.sleep(600)", wall_s=0.5))
    assert outcome.killed_for is Limit.WALL_CLOCK
    assert outcome.duration_s >= 0.5


@pytest.mark.parametrize("victim", [OUTER, INIT, SHIM], ids=["outer", "init", "shim"])
def test_a_waiting_box_that_died_is_replaced(sandbox: BubblewrapSandbox, victim: int) -> None:
    with BoxPool(sandbox.launcher, 1) as pool:
        waiting = pool._waiting[0].result()
        os.kill(processes_of(waiting)[victim], signal.SIGKILL)
        while waiting.is_waiting():
            threading.Event().wait(0.01)
        with pool.take() as box:
            assert box is not waiting
            assert box.run(job("return b'unharmed'")).output == b"unharmed"


@dataclass
class Saboteur:
    """Takes boxes as a pool gives them, and kills some processes of theirs at work."""

    launcher: Launcher
    victims: list[int]
    """For each box taken in turn: which of its processes is killed."""
    delay_s: float = 0.3
    timers: list[threading.Timer] = field(default_factory=list)

    def take(self) -> Box:
        box = self.launcher.start()
        if self.victims:
            pid = processes_of(box)[self.victims.pop(0)]
            self.timers.append(threading.Timer(self.delay_s, kill, [pid]))
            self.timers[-1].start()
        return box


@contextmanager
def sabotaged(sandbox: BubblewrapSandbox, *victims: int) -> Iterator[BubblewrapSandbox]:
    saboteur = Saboteur(sandbox.launcher, list(victims))
    yield BubblewrapSandbox(sandbox.launcher, saboteur)
    for timer in saboteur.timers:
        timer.join()


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("victim", [OUTER, INIT], ids=["outer", "init"])
def test_a_candidate_whose_box_was_killed_gets_another(
    sandbox: BubblewrapSandbox, victim: int
) -> None:
    with sabotaged(sandbox, victim) as unlucky:
        result = unlucky.run(job("time.sleep(1); return b'unharmed'"))
    assert (result.failed_stage, result.output) == (None, b"unharmed")


def test_a_host_that_kills_every_box_fails_and_blames_nobody(sandbox: BubblewrapSandbox) -> None:
    with (
        sabotaged(sandbox, INIT, OUTER) as unlucky,
        pytest.raises(SandboxError, match="ended from outside"),
    ):
        unlucky.run(job("time.sleep(600)"))


class DangerousPool(BoxPool):
    """Some of its boxes are killed from outside, waiting or at work."""

    def __init__(self, launcher: Launcher, boxes: int, seed: int) -> None:
        super().__init__(launcher, boxes)
        self.chance = Random(seed)  # noqa: S311  repeatable, guards nothing
        self.killed = 0

    def take(self) -> Box:
        box = super().take()
        if self.chance.random() < 0.3:
            kill(processes_of(box)[self.chance.choice([OUTER, INIT, SHIM])])
            self.killed += 1
        return box


def test_nothing_stays_of_many_boxes_some_killed_and_the_rest_abandoned(
    sandbox: BubblewrapSandbox,
) -> None:
    ends: list[str] = []

    def work(unlucky: BubblewrapSandbox, steps: int) -> None:
        for step in range(steps):
            body = ("return b'x'", "raise ValueError", "os.abort()")[step % 3]
            try:
                result = unlucky.run(job(body))
            except SandboxError:
                ends.append("lost twice")
            else:
                ends.append(result.error_message or "done")

    with suppress(KeyboardInterrupt), DangerousPool(sandbox.launcher, 3, seed=5) as pool:
        unlucky = BubblewrapSandbox(sandbox.launcher, pool)
        workers = [threading.Thread(target=work, args=(unlucky, 15)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        raise KeyboardInterrupt  # boxes wait, and more are being started
    assert len(ends) == 30
    assert pool.killed > 5
    assert {"done", "ValueError", "killed by SIGABRT"} <= set(ends)


def test_more_workers_than_there_are_seats_is_refused(sandbox: BubblewrapSandbox) -> None:
    refusal = pytest.raises(SandboxError, match=f"at most {MOST_JOBS}")
    with refusal, sandbox.prestarted(MOST_JOBS + 1):
        pass
