"""Boxes: what one costs over bare Python, what waiting ahead of the job saves, how many a second.

A box's own cost is measured with a program that says it is there and ends, started by the very
launcher of the sandbox, against the same program without a box. Both modes of launching where this
user may use both; as root, the unprivileged user is played by one that exists nowhere else.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from benchmarks.report import Figure
from benchmarks.session import Session
from orchestrator.sandbox.accounting import NoAccounting
from orchestrator.sandbox.job import Job
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import RootMode, UserMode
from orchestrator.sandbox.runtime import SHIM, Runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.step import Limits
from tests.support.leftovers import IS_ROOT, UNPRIVILEGED
from tests.support.public import published_bwrap, published_runtime

ROUNDS = 41
STEPS, SERIES = 40, 3
JOBS = 2
AIM_S = 0.015
READY = "import os, sys\nos.write(int(sys.argv[2]), b'1')\n"
"""All that the measured program does."""
_CANDIDATE = b"def encode(y, u, v, fps, qp):\n    return b'x'\ndef decode(bitstream): pass\n"
_JOB = Job("encode", _CANDIDATE, bytes(24), 1, 4, 4, Limits(wall_s=60, cpu_s=60), fps=25.0, qp=22)


def measure(session: Session) -> list[Figure]:
    """Start boxes with nothing in them, then run steps in new and in waiting ones."""
    figures = []
    with _launchers() as launchers:
        for name, launcher in launchers.items():
            session.say(f"Starting boxes as {name}")
            figures += [*_start_up(name, launcher), _step(name, launcher)]
            session.say(f"Running steps in boxes as {name}, {JOBS} jobs")
            figures.append(_rate(name, launcher))
    return figures


@contextmanager
def _launchers() -> Iterator[dict[str, Launcher]]:
    """Yield a launcher for each mode that is possible here."""
    if not IS_ROOT:
        yield {"user": Launcher(UserMode())}
        return
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)
        bwrap, runtime = published_bwrap(Path(home)), published_runtime(Path(home))
        yield {
            "user": Launcher(UserMode(UNPRIVILEGED), bwrap, runtime),
            "root": Launcher(RootMode(), bwrap, runtime),
        }


def _start_up(name: str, launcher: Launcher) -> Iterator[Figure]:
    """Compare a box around a program that does nothing with that program alone."""
    with _nothing_in(launcher.runtime) as (runtime, program):
        without_group = replace(launcher, runtime=runtime, accounting=NoAccounting("left out"))
        ways = {
            "bare": lambda: _run_bare(program),
            "box": lambda: without_group.start().close(),
            "group": lambda: replace(launcher, runtime=runtime).start().close(),
        }
        times = _in_turns(ways)
    for way, what in (("box", "no control group"), ("group", launcher.accounting.name)):
        more = times[way] - times["bare"]
        has_aim = (name, way) == ("user", "box")
        yield Figure(
            name=f"start a box as {name}, {what}",
            value=times[way],
            rival="bare python, same program",
            rival_value=times["bare"],
            aim=f"≤ {AIM_S * 1000:.0f} ms more" if has_aim else "none",
            met=more <= AIM_S or not has_aim,
            samples=ROUNDS,
            note=f"median; {more * 1000:+.1f} ms, from start to gone",
        )


@contextmanager
def _nothing_in(runtime: Runtime) -> Iterator[tuple[Runtime, Path]]:
    """Yield the runtime with a program in the shim's place that is ready and ends."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        program = Path(folder, "__main__.py")
        program.write_text(READY)
        place = [
            (Path(folder) if where == SHIM else source, where) for source, where in runtime.binds
        ]
        yield replace(runtime, binds=tuple(place)), program


def _run_bare(program: Path) -> None:
    flags = ("-P", "-s", "-S", "-B", "-u", "-X", "faulthandler")
    command = [sys.executable, *flags, str(program.parent), "-1", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={})


def _step(name: str, launcher: Launcher) -> Figure:
    """Compare a step that finds its box waiting with one that has to start it."""
    new, waiting = [], []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        with launcher.start() as box:
            was_ready = time.perf_counter()
            box.run(_JOB)
        ended = time.perf_counter()
        new.append(ended - started)
        waiting.append(ended - was_ready)
    return Figure(
        name=f"a step in a waiting box as {name}",
        value=statistics.median(waiting),
        rival="in a new box",
        rival_value=statistics.median(new),
        aim="none",
        met=True,
        samples=ROUNDS,
        note="median; a candidate that returns one byte",
    )


def _rate(name: str, launcher: Launcher) -> Figure:
    """Compare how many steps a second two workers get done, with boxes waiting and without."""
    waiting, new = [], []
    for _ in range(SERIES):
        new.append(_steps_per_second(launcher, ahead=False))
        waiting.append(_steps_per_second(launcher, ahead=True))
    return Figure(
        name=f"steps in boxes as {name}, {JOBS} jobs, boxes waiting",
        value=statistics.median(waiting),
        rival="in new boxes",
        rival_value=statistics.median(new),
        aim="none",
        met=True,
        samples=SERIES * STEPS,
        note="all processors busy: nothing but starting boxes",
        unit="/s",
    )


def _steps_per_second(launcher: Launcher, *, ahead: bool) -> float:
    sandbox = BubblewrapSandbox(launcher)
    with sandbox.prestarted(JOBS) if ahead else nullcontext(), ThreadPoolExecutor(JOBS) as workers:
        started = time.perf_counter()
        results = list(workers.map(sandbox.run, [_JOB] * STEPS))
        seconds = time.perf_counter() - started
    assert all(result.failed_stage is None for result in results)
    return STEPS / seconds


def _in_turns(ways: Mapping[str, Callable[[], None]]) -> dict[str, float]:
    """Return the median time of each way, all of them measured in turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            started = time.perf_counter()
            way()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(taken) for name, taken in times.items()}
