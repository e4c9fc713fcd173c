"""The memory of each process while failures, requests and experiments go on and on."""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.local import Stack
from benchmarks.processes import EMULATOR, memory, resident
from benchmarks.report import Figure
from benchmarks.samples import experiment, failure
from benchmarks.session import Session
from errata.taxonomy import ExperimentStatus
from orchestrator.settings import data_folder

A_SECOND = 5
"""Failures published, and pages read."""
WARM = 0.2
"""Share of the time after which everything has been done once."""
GROWTH = 1.1
ORCHESTRATOR = "orchestrator"


def measure(session: Session) -> list[Figure]:
    """Compare what each process holds in the last third of the time with the first one."""
    stack, minutes = session.stack, session.options.minutes
    session.say(f"Working for {minutes:g} minutes")
    with _orchestrator(stack) as pid:
        samples = _work(stack, pid, minutes * 60)
    return [_figure(name, held) for name, held in sorted(samples.items()) if len(held) >= 6]


def _work(stack: Stack, orchestrator: int, seconds: float) -> dict[str, list[int]]:
    """Return the samples taken of each process, from warming up on."""
    chance = random.Random(7)  # noqa: S311 - a seed, so that runs are alike
    samples: defaultdict[str, list[int]] = defaultdict(list)
    start = time.monotonic()
    while (passed := time.monotonic() - start) < seconds:
        began = time.monotonic()
        for _ in range(A_SECOND):
            now = datetime.now(UTC)
            running = experiment(now, ExperimentStatus.RUNNING, chance)
            stack.store.start(running)
            stack.queue.publish(failure(running, now, chance))
            stack.api.get("/experiments", limit="50")
        if passed > WARM * seconds:
            held = memory(stack.pid) | {ORCHESTRATOR: resident(orchestrator)}
            for name, size in held.items():
                samples[name].append(size)
        time.sleep(max(0.0, 1 - (time.monotonic() - began)))
    return samples


def _figure(name: str, held: list[int]) -> Figure:
    third = len(held) // 3
    first, last = statistics.median(held[:third]), statistics.median(held[-third:])
    keeps_all = name == EMULATOR
    return Figure(
        name=f"memory of the {name}, last third",
        value=last / 2**20,
        rival="first third, warmed up",
        rival_value=first / 2**20,
        aim="none" if keeps_all else f"ratio ≤ {GROWTH}",
        met=keeps_all or last / first <= GROWTH,
        samples=len(held),
        note="it keeps the table in memory" if keeps_all else "largest of its processes",
        unit="MB",
    )


@contextmanager
def _orchestrator(stack: Stack) -> Iterator[int]:
    """Run the real loop, boxes and all, and yield its process."""
    with tempfile.TemporaryDirectory(prefix="errata-soak-") as folder:
        home = Path(folder)
        (home / "clips").symlink_to(data_folder() / "clips")
        command = [sys.executable, "-m", "infra.cli", "run", "--experiments", "100000"]
        variables = {**os.environ, **stack.outputs.environment(), "ERRATA_HOME": folder}
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--jobs", "1"], env=variables, stdout=log, stderr=log
            )
        try:
            yield process.pid
            assert process.poll() is None, (home / "log").read_text()
        finally:
            process.terminate()
            process.wait(120)
