"""Curves made by hand: what a test does not name is unremarkable."""

from collections.abc import Sequence
from dataclasses import replace

from orchestrator.codec.metrics import OperatingPoint

QPS = (22, 27, 32, 37)
RATES = (1600.0, 800.0, 400.0, 200.0)
QUALITY = (42.0, 39.0, 36.0, 33.0)
FRAMES = 12


def curve(
    rates: Sequence[float] = RATES, quality: Sequence[float] = QUALITY, chroma: float = 0.0
) -> list[OperatingPoint]:
    """Return one point a qp, from fine to coarse; ``chroma`` is added to its usual PSNR."""
    return [
        OperatingPoint(
            qp=qp,
            bpp=rate / 1000,
            kbps=rate,
            psnr_y_by_frame_db=(db,) * FRAMES,
            psnr_u_by_frame_db=(db + 2 + chroma,) * FRAMES,
            psnr_v_by_frame_db=(db + 3 + chroma,) * FRAMES,
            ssim_y=db / 50,
            shown_frames=tuple(range(FRAMES)),
        )
        for qp, rate, db in zip(QPS, rates, quality, strict=True)
    ]


def scaled(factor: float, chroma: float = 0.0) -> list[OperatingPoint]:
    """Return a curve that takes so many times the usual rate."""
    return curve([rate * factor for rate in RATES], chroma=chroma)


def with_luma(points: Sequence[OperatingPoint], **frames_db: float) -> list[OperatingPoint]:
    """Return points in which some frames have another PSNR-Y: ``with_luma(points, f7=11.0)``."""
    changed = []
    for point in points:
        series = list(point.psnr_y_by_frame_db)
        for frame, db in frames_db.items():
            series[int(frame[1:])] = db
        changed.append(replace(point, psnr_y_by_frame_db=tuple(series)))
    return changed


def showing(points: Sequence[OperatingPoint], *shown: int) -> list[OperatingPoint]:
    """Return points whose first pictures show these frames of the source."""
    return [
        replace(point, shown_frames=(*shown, *point.shown_frames[len(shown) :])) for point in points
    ]


def falling(step: float, rise: float = 0.0) -> list[OperatingPoint]:
    """Return points that lose so many dB of PSNR-Y a frame, from so many above the usual."""
    points = []
    for point in curve():
        start = point.psnr_y_db + rise
        points += with_luma([point], **{f"f{t}": start - step * t for t in range(FRAMES)})
    return points
