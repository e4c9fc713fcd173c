"""The sandbox the loop uses: one box per step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from errata.errors import SandboxError
from errata.events import ExitFacts, Finding
from errata.taxonomy import Stage
from orchestrator.sandbox.box import Box, BoxLostError
from orchestrator.sandbox.job import Job, Outcome
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.pool import BoxPool
from orchestrator.sandbox.seats import SEATS
from orchestrator.sandbox.step import Limits, StepResult, Video
from orchestrator.sandbox.verdict import judge

LARGEST_SOURCE = 256 << 10
"""Bytes of source a candidate may have."""


MOST_JOBS = (SEATS - 2) // 2
"""Workers that can each have a box at work and one waiting, and one to spare and to replace."""


class Boxes(Protocol):
    """Where boxes come from, when not each is started for its job."""

    def take(self) -> Box:
        """Return a box that waits for its job."""


@dataclass(slots=True)
class BubblewrapSandbox:
    """Runs each step in a new bubblewrap box; fulfils the ``Sandbox`` protocol."""

    launcher: Launcher
    boxes: Boxes | None = None
    """None: each box is started for its job."""

    @property
    def mode(self) -> str:
        """How boxes are isolated on this host, in one phrase."""
        launcher = self.launcher
        return f"bubblewrap as {launcher.mode.name}, {launcher.accounting.name}, {launcher.arch}"

    @contextmanager
    def prestarted(self, jobs: int) -> Iterator[None]:
        """Keep boxes waiting for so many workers, and one to spare, while the context lasts.

        Raises
        ------
        SandboxError
            If so many boxes cannot exist at a time.
        """
        if jobs > MOST_JOBS:
            raise SandboxError(f"{jobs} jobs: there can be at most {MOST_JOBS}")
        with BoxPool(self.launcher, jobs + 1) as self.boxes:
            try:
                yield
            finally:
                self.boxes = None

    def encode(self, candidate: bytes, video: Video, qp: int, limits: Limits) -> StepResult:
        """Run the candidate's ``encode`` in a new box."""
        job = Job(
            step="encode",
            candidate=candidate,
            source=video.planes,
            frames=video.frames,
            height=video.height,
            width=video.width,
            limits=limits,
            fps=video.fps,
            qp=qp,
        )
        return self.run(job)

    def decode(
        self,
        candidate: bytes,
        bitstream: bytes,
        *,
        frames: int,
        height: int,
        width: int,
        limits: Limits,
    ) -> StepResult:
        """Run the candidate's ``decode`` in a new box that holds only the bitstream."""
        job = Job("decode", candidate, bitstream, frames, height, width, limits)
        return self.run(job)

    def run(self, job: Job) -> StepResult:
        """Run one job in a new box and judge what was seen.

        Raises
        ------
        SandboxError
            If no box can be started, or two in a row were ended from outside.
        """
        if refusal := too_large(job.candidate):
            return refusal
        try:
            outcome = self._run(job)
        except BoxLostError:  # says nothing about the candidate, which gets another
            outcome = self._run(job)
        return judge(job, outcome)

    def _run(self, job: Job) -> Outcome:
        with self._new_box() as box:
            return box.run(job)

    def _new_box(self) -> Box:
        return self.launcher.start() if self.boxes is None else self.boxes.take()


def too_large(candidate: bytes) -> StepResult | None:
    """Return the failure that a candidate of too many bytes is, or None."""
    if len(candidate) <= LARGEST_SOURCE:
        return None
    message = f"candidate.py has {len(candidate)} bytes, the limit is {LARGEST_SOURCE}"
    finding = Finding(code="oversized_source", message=message, values={})
    return StepResult(Stage.VALIDATE, ExitFacts(), message, findings=(finding,))
