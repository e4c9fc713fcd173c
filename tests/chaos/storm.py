"""What goes wrong while failures pour in: one mishap after the other, as the dice fall."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.chaos.crew import Crew
from tests.chaos.proxy import FaultyProxy

SERVICES = ("dynamodb", "sqs", "s3")
STORM_S = 1.5
PAUSES_S = (0.5, 2.0)
RESPITE_S = 10.0
"""Between two kills of the diagnoser, which takes a while to start when all processors are busy."""


class Storm:
    """Mishaps at random moments, until it is told to end.

    Parameters
    ----------
    proxy, crew : FaultyProxy, Crew
        What is disturbed.
    emulator : callable
        Returns the id of the emulator's process, whose children the functions are.
    restart : callable
        Stops the emulator as an operator does, and starts it again.
    restarts : int
        How often it is restarted, at the least.
    seed : int
        Decides what happens.
    """

    def __init__(
        self,
        proxy: FaultyProxy,
        crew: Crew,
        emulator: Callable[[], int | None],
        restart: Callable[[], None],
        *,
        restarts: int,
        seed: int,
    ) -> None:
        self.had: Counter[str] = Counter()
        self._proxy = proxy
        self._crew = crew
        self._emulator = emulator
        self._restart = restart
        self._restarts = restarts
        self._random = random.Random(f"{seed}/storm")  # noqa: S311 - repeatable, guards nothing
        self._respite_ends = 0.0

    def rage(self, until: Callable[[], bool]) -> None:
        """Let things go wrong until all is done, and all that is due has happened."""
        mishaps = (self._gale, self._kill_diagnoser, self._kill_orchestrator)
        due = [*mishaps, *[self._restart_emulator] * self._restarts]
        while not until() or due:
            self._crew.tend()
            time.sleep(self._random.uniform(*PAUSES_S))
            if due and self._random.random() < 0.5:
                due.pop(self._random.randrange(len(due)))()
            else:
                self._random.choice(mishaps)()

    def _restart_emulator(self) -> None:
        self._note("emulator restarted", self._restart)

    def _gale(self) -> None:
        service = self._random.choice(SERVICES)
        self._proxy.stormy = frozenset({service})
        time.sleep(STORM_S)
        self._proxy.stormy = frozenset()
        self.had[f"{service} stormy"] += 1

    def _kill_diagnoser(self) -> None:
        if time.monotonic() < self._respite_ends:
            return
        self._respite_ends = time.monotonic() + RESPITE_S
        for pid in workers(self._emulator(), "Diagnoser"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.had["diagnoser killed"] += 1

    def _kill_orchestrator(self) -> None:
        self._note("orchestrator killed", lambda: self._crew.kill_one(self._random.randrange(9)))

    def _note(self, what: str, mishap: Callable[[], None]) -> None:
        mishap()
        self.had[what] += 1


def workers(emulator: int | None, function: str) -> list[int]:
    """Return the processes of an emulator that run a function."""
    return [] if emulator is None else [pid for pid in _children(emulator) if _runs(pid, function)]


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found


def _runs(pid: int, function: str) -> bool:
    with suppress(OSError):
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        name = next((v for v in variables if v.startswith(b"AWS_LAMBDA_FUNCTION_NAME=")), b"")
        return function.encode() in name
    return False
