"""Orchestrators at work, killed and started again until enough is done."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from infra.home import CHECKOUT

CREW = 2


class Crew:
    """A few orchestrator processes of one host, which share its spool.

    Parameters
    ----------
    folder : Path
        Their data folder.
    environment : mapping
        What they are told.
    experiments : int
        How many they are to finish together.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], experiments: int) -> None:
        self.kills = 0
        self.starts = 0
        self._folder = folder
        self._environment = {**os.environ, **environment, "ERRATA_HOME": str(folder)}
        self._wanted = experiments
        self._notes = folder / "notes.jsonl"
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()

    def noted(self) -> dict[str, dict[str, str | None]]:
        """Return what they said of each experiment that they finished."""
        if not self._notes.exists():
            return {}
        lines = self._notes.read_bytes().splitlines(keepends=True)
        notes = [json.loads(line) for line in lines if line.endswith(b"}\n")]
        return {note["experiment_id"]: note for note in notes}

    @property
    def is_done(self) -> bool:
        """Whether enough experiments are finished."""
        return len(self.noted()) >= self._wanted

    def tend(self) -> None:
        """Start as many as are missing, while something is left to do."""
        with self._lock:
            self._processes = [it for it in self._processes if it.poll() is None]
            while len(self._processes) < CREW and not self.is_done:
                self._processes.append(self._started())

    def kill_one(self, which: int) -> None:
        """Kill one outright, if any is there."""
        with self._lock:
            if self._processes:
                self._processes[which % len(self._processes)].kill()
                self.kills += 1

    def dismiss(self) -> None:
        """Stop them all, and wait."""
        with self._lock:
            for process in self._processes:
                process.send_signal(signal.SIGTERM)
            for process in self._processes:
                process.wait(120)

    def _started(self) -> "subprocess.Popen[bytes]":
        self.starts += 1
        left = max(1, self._wanted - len(self.noted()))
        arguments = map(str, (left, self.starts, self._notes))
        with (self._folder / "orchestrators.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.orchestrator", *arguments],
                cwd=CHECKOUT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
