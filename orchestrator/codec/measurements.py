"""Everything that was measured of one candidate, as it is kept beside its experiment."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from errata.model import Contract, Name, Sha256
from orchestrator.codec import anchors
from orchestrator.codec.course import Clip
from orchestrator.codec.metrics import OperatingPoint

Points = Annotated[tuple[OperatingPoint, ...], Field(max_length=64)]


class ClipMeasurements(Contract):
    """One candidate on one clip; as many points as it came to."""

    clip: Name
    sha256: Sha256
    """Of the frames used: all luma planes, then all U, then all V."""
    frames: int
    height: int
    width: int
    fps: float
    points: Points
    anchors: Annotated[dict[Name, Points], Field(default_factory=dict)]
    """Of the same frames, by encoder."""


class Measurements(Contract):
    """One candidate on all clips it met."""

    schema_version: Literal[1] = 1
    code_sha256: Sha256
    """Of the candidate, taken before it ran."""
    isolation: Name
    """How the boxes were isolated that times and memory are of."""
    working: tuple[ClipMeasurements, ...]
    hold_out: ClipMeasurements | None = None
    """None when it was not taken that far."""
    encoders: Annotated[dict[Name, Name], Field(default_factory=dict)]
    """Versions of what made and measured the anchors."""


def of_clip(clip: Clip, points: Iterable[OperatingPoint]) -> ClipMeasurements:
    """Return what was measured on a clip."""
    video = clip.video
    return ClipMeasurements(
        clip=clip.name,
        sha256=clip.sha256,
        frames=video.frames,
        height=video.height,
        width=video.width,
        fps=video.fps,
        points=tuple(points),
        anchors={name: tuple(curve) for name, curve in clip.anchors.items()},
    )


def of_clips(
    clips: Iterable[Clip], curves: Mapping[str, tuple[OperatingPoint, ...]]
) -> tuple[ClipMeasurements, ...]:
    """Return what was measured on those clips of which there is a point."""
    return tuple(of_clip(clip, curves[clip.name]) for clip in clips if curves.get(clip.name))


def encoders() -> dict[str, str]:
    """Return the versions of what makes and measures anchors on this machine."""
    return anchors.versions()
