"""One candidate's way through the boxes: a smoke run, then every clip at every operating point."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from errata.taxonomy import Stage
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.metrics import OperatingPoint, measure
from orchestrator.sandbox.step import Limits, Sandbox, StepResult, Video

QPS = (22, 27, 32, 37)
SMOKE_FRAMES = 4
SMOKE_QP = 32
SMOKE_LIMITS = Limits(wall_s=10, cpu_s=12)
FULL_LIMITS = Limits(wall_s=20, cpu_s=22)

Points = tuple[OperatingPoint, ...]
Checkpoint = Callable[[Stage], None]
"""Called with each stage that is about to begin; raises :class:`Stopped` when it shall not."""


class Stopped(Exception):  # noqa: N818 - an order to stop is no error
    """Somebody asked to stop before the candidate was through."""


def onwards(_: Stage) -> None:
    """Let every stage begin."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What became of a candidate in the boxes.

    Attributes
    ----------
    curves : mapping of str to tuple of OperatingPoint
        What was measured on each clip; one point for each of :data:`QPS` when nothing failed.
    failure : StepResult or None
        The step that failed, the last that ran.
    log : bytes
        What the candidate and the measurements said, step by step.
    """

    curves: Mapping[str, Points]
    failure: StepResult | None
    log: bytes


class Evaluator:
    """Runs candidates.

    Parameters
    ----------
    sandbox : Sandbox
        Where they run.
    course : Course
        What they are to compress.
    """

    def __init__(self, sandbox: Sandbox, course: Course) -> None:
        self.course = course
        self._sandbox = sandbox
        self._smoke = course.working[0].shortened(SMOKE_FRAMES)

    @property
    def isolation(self) -> str:
        """How the boxes are isolated, in one phrase."""
        return self._sandbox.mode

    def evaluate(self, candidate: bytes, *, checkpoint: Checkpoint = onwards) -> Evaluation:
        """Run a candidate until it fails or is measured on every working clip at every qp.

        Raises
        ------
        Stopped
            By the checkpoint.
        SandboxError
            When the sandbox itself failed; says nothing about the candidate.
        """
        trip = _Trip(self._sandbox, candidate, checkpoint)
        trip.there_and_back(self._smoke, SMOKE_QP, SMOKE_LIMITS)  # says only whether it runs
        curves = {clip.name: trip.curve(clip) for clip in self.course.working}
        return Evaluation(curves, trip.failure, trip.log)

    def hold_out(
        self,
        candidate: bytes,
        *,
        sha256: str,
        checkpoint: Checkpoint = onwards,
    ) -> Evaluation:
        """Run a frozen candidate on the hold-out clip. There is no curve when there is no clip.

        Parameters
        ----------
        candidate : bytes
            Its source.
        sha256 : str
            Under which the source was stored before this clip was touched.
        checkpoint : callable
            As in :meth:`evaluate`, which raises the same.

        Raises
        ------
        ValueError
            When the source is not the one that was stored.
        """
        if hashlib.sha256(candidate).hexdigest() != sha256:
            raise ValueError(f"the candidate is not the one that was frozen as {sha256}")
        if self.course.hold_out is None:
            return Evaluation({}, None, b"")
        clip = replace(self.course.hold_out, name="the hold-out clip")
        trip = _Trip(self._sandbox, candidate, checkpoint, tells_figures=False)
        points = trip.curve(clip)
        return Evaluation({self.course.hold_out.name: points}, trip.failure, trip.log)


@dataclass(slots=True)
class _Trip:
    """One candidate's steps, one after the other, and what was said on the way."""

    sandbox: Sandbox
    candidate: bytes
    checkpoint: Checkpoint
    tells_figures: bool = True
    failure: StepResult | None = None
    log: bytes = b""

    def curve(self, clip: Clip) -> Points:
        """Measure at every qp, as far as nothing failed before or does so now."""
        points: list[OperatingPoint] = []
        for qp in QPS:
            steps = self.there_and_back(clip, qp, FULL_LIMITS)
            if steps is None:
                break
            self.checkpoint(Stage.MEASURE)
            point = _measured(clip.video, qp, *steps)
            if self.tells_figures:
                figures = f"{point.kbps:.1f} kbit/s, PSNR-Y {point.psnr_y_db:.2f} dB"
                self._note(f"measured at {_where(clip, qp)}: {figures}")
            points.append(point)
        return tuple(points)

    def there_and_back(
        self, clip: Clip, qp: int, limits: Limits
    ) -> tuple[StepResult, StepResult] | None:
        """Encode and decode in a box each; return both steps, or None once one has failed."""
        if self.failure is not None:
            return None
        video, where = clip.video, _where(clip, qp)
        encoded = self._seen(
            Stage.ENCODE,
            where,
            lambda: self.sandbox.encode(self.candidate, video, qp, limits),
        )
        if encoded.failed_stage is not None:
            return None
        decoded = self._seen(Stage.DECODE, where, lambda: self._decode(encoded, video, limits))
        return (encoded, decoded) if decoded.failed_stage is None else None

    def _decode(self, encoded: StepResult, video: Video, limits: Limits) -> StepResult:
        return self.sandbox.decode(
            self.candidate,
            encoded.output,
            frames=video.frames,
            height=video.height,
            width=video.width,
            limits=limits,
        )

    def _seen(self, step: Stage, where: str, run: Callable[[], StepResult]) -> StepResult:
        """Run a step unless ordered to stop; keep what it printed, and that it failed if so."""
        self.checkpoint(step)
        result = run()
        if result.log or result.failed_stage is not None:
            self._note(f"{step} at {where}:")
            self.log += result.log if result.log.endswith(b"\n") else result.log + b"\n"
        if result.failed_stage is not None:
            self.failure = result
        return result

    def _note(self, line: str) -> None:
        self.log += line.encode() + b"\n"


def _where(clip: Clip, qp: int) -> str:
    return f"qp {qp}, {clip.video.frames} frames of {clip.name}"


def _measured(video: Video, qp: int, encoded: StepResult, decoded: StepResult) -> OperatingPoint:
    point = measure(video, decoded.output, bitstream_size=len(encoded.output), qp=qp)
    return replace(
        point,
        encode_s=encoded.exit.duration_s or 0.0,
        decode_s=decoded.exit.duration_s or 0.0,
        peak_memory_bytes=float(
            max(encoded.exit.peak_memory_bytes or 0, decoded.exit.peak_memory_bytes or 0)
        ),
    )
