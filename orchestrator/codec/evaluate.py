"""One candidate's way through the boxes: a smoke run, then every operating point."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from orchestrator.codec.metrics import OperatingPoint, measure, split
from orchestrator.sandbox.step import Limits, Sandbox, StepResult, Video

QPS = (22, 27, 32, 37)
SMOKE_FRAMES = 4
SMOKE_QP = 32
SMOKE_LIMITS = Limits(wall_s=10, cpu_s=12)
FULL_LIMITS = Limits(wall_s=20, cpu_s=22)


class Stopped(Exception):  # noqa: N818 - an order to stop is no error
    """The operator asked to stop before the candidate was through."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What became of a candidate in the boxes.

    Attributes
    ----------
    points : tuple of OperatingPoint
        What was measured; one point for each of :data:`QPS` when nothing failed.
    failure : StepResult or None
        The step that failed, the last that ran.
    log : bytes
        What the candidate and the measurements said, step by step.
    """

    points: tuple[OperatingPoint, ...]
    failure: StepResult | None
    log: bytes


class Evaluator:
    """Runs candidates on one clip.

    Parameters
    ----------
    sandbox : Sandbox
        Where they run.
    video : Video
        What they are to compress.
    """

    def __init__(self, sandbox: Sandbox, video: Video) -> None:
        self._sandbox = sandbox
        self._video = video
        self._smoke = first_frames(video, SMOKE_FRAMES)

    def evaluate(
        self, candidate: bytes, *, slot: int = 0, stopped: Callable[[], bool] = lambda: False
    ) -> Evaluation:
        """Run a candidate until it fails or is measured at every qp.

        Raises
        ------
        Stopped
            When ``stopped()`` said so between two boxes.
        SandboxError
            When the sandbox itself failed; says nothing about the candidate.
        """
        trip = _Trip(self._sandbox, candidate, slot, stopped)
        smoke = trip.there_and_back(self._smoke, SMOKE_QP, SMOKE_LIMITS)
        if isinstance(smoke, StepResult):
            return Evaluation((), smoke, trip.log)
        points: list[OperatingPoint] = []
        for qp in QPS:
            point = trip.there_and_back(self._video, qp, FULL_LIMITS)
            if isinstance(point, StepResult):
                return Evaluation(tuple(points), point, trip.log)
            points.append(point)
        return Evaluation(tuple(points), None, trip.log)


class _Trip:
    """One candidate's steps, one after the other, and what was said on the way."""

    def __init__(
        self, sandbox: Sandbox, candidate: bytes, slot: int, stopped: Callable[[], bool]
    ) -> None:
        self._sandbox = sandbox
        self._candidate = candidate
        self._slot = slot
        self._stopped = stopped
        self.log = b""

    def there_and_back(self, video: Video, qp: int, limits: Limits) -> OperatingPoint | StepResult:
        """Encode and decode in a box each; return the point, or the step that failed."""
        name = f"qp {qp}, {video.frames} frames"
        self._pause()
        encoded = self._sandbox.encode(self._candidate, video, qp, limits, slot=self._slot)
        self._say(f"encode at {name}", encoded)
        if encoded.failed_stage is not None:
            return encoded
        self._pause()
        decoded = self._sandbox.decode(
            self._candidate,
            encoded.output,
            frames=video.frames,
            height=video.height,
            width=video.width,
            limits=limits,
            slot=self._slot,
        )
        self._say(f"decode at {name}", decoded)
        if decoded.failed_stage is not None:
            return decoded
        point = _measured(video, qp, encoded, decoded)
        self._note(f"measured at {name}: {point.kbps:.1f} kbit/s, PSNR-Y {point.psnr_y_db:.2f} dB")
        return point

    def _pause(self) -> None:
        if self._stopped():
            raise Stopped

    def _say(self, step: str, result: StepResult) -> None:
        if result.log:
            self._note(f"{step} printed:")
            self.log += result.log if result.log.endswith(b"\n") else result.log + b"\n"

    def _note(self, line: str) -> None:
        self.log += line.encode() + b"\n"


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


def first_frames(video: Video, frames: int) -> Video:
    """Return the first frames of a video."""
    planes = b"".join(plane[:frames].tobytes() for plane in split(video.planes, video))
    return replace(video, planes=planes, frames=frames)
