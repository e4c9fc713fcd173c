"""The sandbox the loop uses: one box per step."""

from dataclasses import dataclass

from errata.events import ExitFacts, Finding
from errata.taxonomy import Stage
from orchestrator.sandbox.job import Job
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.step import Limits, StepResult, Video
from orchestrator.sandbox.verdict import judge

LARGEST_SOURCE = 256 << 10
"""Bytes of source a candidate may have."""


@dataclass(frozen=True, slots=True)
class BubblewrapSandbox:
    """Runs each step in a new bubblewrap box; fulfils the ``Sandbox`` protocol."""

    launcher: Launcher

    @property
    def mode(self) -> str:
        """How boxes are isolated on this host, in one phrase."""
        launcher = self.launcher
        return f"bubblewrap as {launcher.mode.name}, {launcher.accounting.name}, {launcher.arch}"

    def encode(
        self, candidate: bytes, video: Video, qp: int, limits: Limits, *, slot: int = 0
    ) -> StepResult:
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
        return self.run(job, slot)

    def decode(
        self,
        candidate: bytes,
        bitstream: bytes,
        *,
        frames: int,
        height: int,
        width: int,
        limits: Limits,
        slot: int = 0,
    ) -> StepResult:
        """Run the candidate's ``decode`` in a new box that holds only the bitstream."""
        job = Job("decode", candidate, bitstream, frames, height, width, limits)
        return self.run(job, slot)

    def run(self, job: Job, slot: int = 0) -> StepResult:
        """Run one job in a new box and judge what was seen."""
        if len(job.candidate) > LARGEST_SOURCE:
            return _too_large(len(job.candidate))
        with self.launcher.start(slot, job.limits) as box:
            outcome = box.run(job)
        return judge(job, outcome)


def _too_large(size: int) -> StepResult:
    message = f"candidate.py has {size} bytes, the limit is {LARGEST_SOURCE}"
    finding = Finding(code="oversized_source", message=message, values={})
    return StepResult(Stage.VALIDATE, ExitFacts(), message, findings=(finding,))
