"""What disqualifies a curve by itself, before it is compared with any other.

A curve of figures that are not finite, or that do not rise from coarse to fine, has no BD-rate; and
one may win on bits by leaving out what is measured elsewhere. Points run from coarse to fine.
"""

import math
from itertools import pairwise

from errata.events import Finding
from orchestrator.codec.metrics import PSNR_CAP_DB, Curve, OperatingPoint

LEAST_POINTS = 4
QUALITY_FLOOR_DB = 32.0
"""At the finest setting, for each plane: a transform codec at the step size of qp 22 in H.264 is
above 40 dB on any content, and a chroma plane left grey about 30 dB on ordinary footage."""
RAW_BPP = 12
"""Bits that a pixel takes in I420 without any compression."""


def no_curve(curve: Curve) -> tuple[Finding, ...]:
    """Return why the points make no curve at all: then nothing else can be said of them."""
    if len(curve) < LEAST_POINTS:
        message = f"{len(curve)} points are too few for a BD-rate, which needs {LEAST_POINTS}"
        return (Finding(code="too_few_points", message=message, values={}),)
    figures = [x for p in curve for x in (p.bpp, p.kbps, p.psnr_y_db, p.psnr_u_db, p.psnr_v_db)]
    if not all(map(math.isfinite, figures)):
        message = "a rate or a PSNR is not a finite number"
        return (Finding(code="not_finite", message=message, values={}),)
    if all(p.psnr_yuv_db >= PSNR_CAP_DB for p in curve):
        return (_lossless(curve),)
    return ()


def gates(curve: Curve) -> tuple[Finding, ...]:
    """Return the gates that a curve fails, the most telling first."""
    rates = {f"kbps_at_qp_{p.qp}": p.kbps for p in curve}
    luma = {f"psnr_y_db_at_qp_{p.qp}": p.psnr_y_db for p in curve}
    planes = {f"psnr_yuv_db_at_qp_{p.qp}": p.psnr_yuv_db for p in curve}
    found = list(_poor_quality(curve[-1]))
    if not _rises(rates):
        message = f"the rate does not rise from coarse to fine qp: {_listed(rates, 'kbit/s')}"
        found.append(Finding(code="not_monotonic", message=message, values=rates))
    for name, quality in (("PSNR-Y", luma), ("PSNR of all planes", planes)):
        if not _rises(quality):
            message = f"{name} does not rise from coarse to fine qp: {_listed(quality, 'dB')}"
            found.append(Finding(code="quality_not_monotonic", message=message, values=quality))
            break
    return tuple(found)


def _lossless(curve: Curve) -> Finding:
    least = min(point.bpp for point in curve)
    message = f"every frame comes back without any error at every qp, for {least:.2f} bits a pixel"
    if least >= RAW_BPP:
        message += f", where raw planes take {RAW_BPP}: a copy, nothing is compressed"
    return Finding(code="lossless", message=message, values={"bpp": least})


def _poor_quality(finest: OperatingPoint) -> tuple[Finding, ...]:
    planes = {"Y": finest.psnr_y_db, "U": finest.psnr_u_db, "V": finest.psnr_v_db}
    poor = {plane: db for plane, db in planes.items() if db < QUALITY_FLOOR_DB}
    if not poor:
        return ()
    listed = ", ".join(f"{plane} {db:.2f} dB" for plane, db in poor.items())
    where = f"at qp {finest.qp}, the finest: PSNR of {listed}"
    needed = f"where every plane needs {QUALITY_FLOOR_DB:g} dB"
    values = {f"psnr_{plane.lower()}_db": db for plane, db in planes.items()}
    blank = ", ".join(finest.blank_planes)
    if "Y" in finest.blank_planes:
        code, what = "blank_pictures", f"the pictures are blank ({blank} of one value)"
    elif "Y" in poor:
        code, what = "poor_quality", "poor quality even"
    else:
        code = "chroma_missing"
        what = f"the colours are missing ({blank} of one value)" if blank else "the colours are off"
    return (Finding(code=code, message=f"{what} {where}, {needed}", values=values),)


def _rises(values: dict[str, float]) -> bool:
    return all(a < b for a, b in pairwise(values.values()))


def _listed(values: dict[str, float], unit: str) -> str:
    return ", ".join(f"{value:.2f}" for value in values.values()) + f" {unit}"
