"""Rate and quality: of one experiment on all its clips, and of many on one plane."""

from typing import Annotated

from pydantic import Field

from errata.model import Contract, Name, Ulid, UtcTime
from errata.taxonomy import Category, Severity


class RatePoint(Contract):
    """One operating point."""

    kbps: Annotated[float, Field(gt=0)]
    psnr_y_db: float


Anchors = dict[Name, tuple[RatePoint, ...]]


class AdoptedCurve(Contract):
    """A codec that took the champion's place."""

    experiment_id: Ulid
    parent_id: Ulid | None
    started_at: UtcTime
    points: tuple[RatePoint, ...]


class FailedCurve(Contract):
    """A failed experiment, with the points it came to, if any."""

    experiment_id: Ulid
    parent_id: Ulid | None
    started_at: UtcTime
    failure_id: Ulid | None
    category: Category | None
    """None until it is diagnosed."""
    severity: Severity | None
    points: tuple[RatePoint, ...]


class Curves(Contract):
    """What the rate-distortion plot shows."""

    anchors: Anchors
    """Well-known encoders on the clip that the newest adopted codec was measured on."""
    adopted: tuple[AdoptedCurve, ...]
    """Newest first; the reigning codec even when it was adopted before these days."""
    failed: tuple[FailedCurve, ...]
    """Newest first."""
    truncated: bool
    """There are more in these days; the newest are shown."""


class MeasuredPoint(RatePoint):
    """One operating point with all its scores."""

    qp: int
    psnr_u_db: float
    psnr_v_db: float
    psnr_yuv_db: float
    """Weighted 6:1:1."""
    ssim_y: float
    vmaf: float | None
    encode_s: float
    decode_s: float


class ClipCurves(Contract):
    """An experiment on one clip, beside well-known encoders on the same frames."""

    clip: Name
    hold_out: bool
    """Met only by what is about to be adopted."""
    frames: int
    height: int
    width: int
    fps: float
    points: tuple[MeasuredPoint, ...]
    anchors: dict[Name, tuple[MeasuredPoint, ...]]


class Measurements(Contract):
    """Everything that was measured of an experiment."""

    clips: tuple[ClipCurves, ...]
    """Empty when nothing was, or it has expired."""
    encoders: dict[Name, Name]
    """Versions of what made and measured the anchors."""
    isolation: Name | None
    """How the boxes were isolated that the times are of."""
