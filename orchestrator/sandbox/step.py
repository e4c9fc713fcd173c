"""What goes into a box and what comes out: the vocabulary of one sandboxed step."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from errata.events import ExitFacts, Finding, RaisedException
from errata.taxonomy import Stage


@dataclass(frozen=True, slots=True)
class Limits:
    """What one step may use. The launcher, not the candidate, keeps count."""

    wall_s: float
    cpu_s: int
    memory_bytes: int = 1 << 30
    log_bytes: int = 8 << 20
    """Output on stdout and stderr together; more than this and the step is killed."""
    bitstream_bytes: int = 64 << 20
    processes: int = 64


@dataclass(frozen=True, slots=True)
class Video:
    """Raw 8-bit I420 frames: all luma planes, then all U, then all V, each C-order.

    ``len(planes) == frames * height * width * 3 // 2``; width and height are even.
    """

    planes: bytes
    frames: int
    height: int
    width: int
    fps: float


@dataclass(frozen=True, slots=True)
class StepResult:
    """How one step ended, as decided outside the box.

    ``failed_stage`` is None when the step succeeded; then ``output`` holds the bitstream
    (encode) or the raw planes in the layout of :class:`Video` (decode). Otherwise ``output`` is
    empty and the rest says what happened: ``validate`` when the candidate could not be loaded
    or broke the contract, else the stage that ran.
    """

    failed_stage: Stage | None
    exit: ExitFacts
    error_message: str = ""
    exceptions: tuple[RaisedException, ...] = ()
    findings: tuple[Finding, ...] = ()
    log: bytes = b""
    """Stdout and stderr as written, head and tail kept when long."""
    output: bytes = b""


class Sandbox(Protocol):
    """A place where untrusted candidates run, one disposable box per step.

    Several threads may call it at a time.
    """

    @property
    def mode(self) -> str:
        """How boxes are isolated on this host, in one phrase for ``errata doctor``."""

    def prestarted(self, jobs: int) -> AbstractContextManager[None]:
        """Have boxes wait for so many workers' next steps, while the context lasts."""

    def encode(self, candidate: bytes, video: Video, qp: int, limits: Limits) -> StepResult:
        """Run the candidate's ``encode`` in a new box."""

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
