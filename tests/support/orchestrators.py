"""Orchestrators in processes of their own, root or not, to be watched and killed."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from orchestrator.sandbox.doctor import try_escapes
from orchestrator.sandbox.job import Job
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import choose_mode
from orchestrator.sandbox.runtime import Runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits
from tests.support.leftovers import living

Result = TypeVar("Result")
BUSY_BOXES = 2 + 3
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Account:
    """Who an orchestrator is, and the Python and bubblewrap that this user can read."""

    user: int | None
    bwrap: str
    runtime: Runtime

    def enter(self) -> BubblewrapSandbox:
        """Become the user, for good, and return a sandbox as that user would open it."""
        if self.user is not None:
            os.setgroups([])
            os.setresgid(self.user, self.user, self.user)
            os.setresuid(self.user, self.user, self.user)
        return BubblewrapSandbox(Launcher(choose_mode(), self.bwrap, self.runtime))


def job(body: str, **limits: float) -> Job:
    """Return the encoding of one tiny frame by ``body``, lines separated by semicolons."""
    source = (
        f"import os, time\ndef encode(y, u, v, fps, qp):\n    {body}\ndef decode(bitstream): pass\n"
    )
    allowed = Limits(**{"wall_s": 30, "cpu_s": 30} | limits)
    return Job("encode", source.encode(), bytes(24), 1, 4, 4, allowed, fps=25.0, qp=22)


def in_a_process(work: Callable[[Account], Result], account: Account) -> Result:
    """Return what ``work`` returns in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=_SPAWN) as pool:
        return pool.submit(work, account).result()


def describe_and_run(account: Account) -> dict[str, object]:
    """Run boxes, waiting ones and new ones, and tell how that went."""
    sandbox = account.enter()
    with sandbox.prestarted(2):
        ahead = try_escapes(sandbox)
        outputs = {sandbox.run(job("return b'done'")).output for _ in range(4)}
    return {
        "user": os.geteuid(),
        "mode": sandbox.launcher.mode.name,
        "weakness": sandbox.launcher.accounting.weakness,
        "escaped": [check for check in (*ahead, *try_escapes(sandbox)) if not check.ok],
        "outputs": outputs,
        "left": living(os.getpid()),
    }


def scheduling_under_real_time(account: Account) -> tuple[int, bytes]:
    """Have real-time scheduling where that is allowed; return ours, and that of a candidate."""
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    result = account.enter().run(job("return str(os.sched_getscheduler(0)).encode()"))
    return os.sched_getscheduler(0), result.output


@contextmanager
def busy_orchestrator(account: Account) -> Iterator[tuple[int, set[int]]]:
    """Yield a process's id and those of its boxes' processes: two boxes work, three wait."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_be_busy, args=(account, theirs))
    process.start()
    try:
        assert ours.poll(60)
        assert process.pid is not None
        yield process.pid, ours.recv()
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
        theirs.close()


def _be_busy(account: Account, parent: Connection) -> None:
    sandbox = account.enter()
    with sandbox.prestarted(2):
        for _ in range(2):
            threading.Thread(target=sandbox.run, args=(job("time.sleep(600)", wall_s=600),)).start()
        while len(pids := descendants(os.getpid())) != BUSY_BOXES * 3:
            time.sleep(0.02)
        parent.send(pids)
        time.sleep(600)


def descendants(pid: int) -> set[int]:
    """Return the ids of all processes below one."""
    found = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found |= {child, *descendants(child)}
    return found
