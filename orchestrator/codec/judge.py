"""Adopt or reject: gates that no curve may fail, then BD-rate against the parent.

BD-rate (Bjontegaard, VCEG-M33, 2001; here with piecewise cubic interpolation) is the mean
difference in rate at equal quality, in percent; negative is better. It means nothing for curves
that are not monotonic or hardly overlap, so these are rejected before it is computed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

import bjontegaard

from errata.events import Finding
from orchestrator.codec.metrics import Curve, OperatingPoint

ADOPTION_MARGIN_PERCENT = 0.1
"""A gain below this is within what interpolating the curves can feign."""
LEAST_OVERLAP = 0.5
"""Of the span of PSNR that the two curves cover together."""
QUALITY_FLOOR_DB = 32.0
"""At the finest setting, for each plane. A chroma plane left grey measures about 30 dB."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why a curve is rejected (no finding: it is adopted), and the scores that were computed.

    ``notes`` say which scores could not be computed, and why.
    """

    findings: tuple[Finding, ...] = ()
    metrics: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def adopted(self) -> bool:
        """Whether the candidate takes its parent's place."""
        return not self.findings


def judge(
    curve: Curve, parent: Curve | None, anchors: Mapping[str, Curve] = MappingProxyType({})
) -> Judgement:
    """Judge a curve measured on the same clip and settings as its parent's.

    Parameters
    ----------
    curve : sequence of OperatingPoint
        One point a setting, in any order.
    parent : sequence of OperatingPoint or None
        None for the start of a lineage, which has to pass the gates only.
    """
    curve = _coarse_to_fine(curve)
    if findings := gates(curve):
        return Judgement(findings)
    return Judgement() if parent is None else _against(curve, _coarse_to_fine(parent))


def gates(curve: Curve) -> tuple[Finding, ...]:
    """Return what disqualifies a curve by itself; the points run from coarse to fine."""
    rates = {f"kbps_at_qp_{p.qp}": p.kbps for p in curve}
    quality = {f"psnr_y_db_at_qp_{p.qp}": p.psnr_y_db for p in curve}
    if not all(math.isfinite(x) for x in (*rates.values(), *quality.values())):
        message = "a rate or a PSNR is not a finite number"
        return (Finding(code="not_finite", message=message, values={}),)
    found = []
    if any(a >= b for a, b in pairwise(rates.values())):
        message = f"the rate does not rise from coarse to fine qp: {_listed(rates, 'kbit/s')}"
        found.append(Finding(code="not_monotonic", message=message, values=rates))
    if any(a >= b for a, b in pairwise(quality.values())):
        message = f"PSNR-Y does not rise from coarse to fine qp: {_listed(quality, 'dB')}"
        found.append(Finding(code="quality_not_monotonic", message=message, values=quality))
    return (*_poor_quality(curve[-1]), *found)


def _poor_quality(finest: OperatingPoint) -> tuple[Finding, ...]:
    planes = {"Y": finest.psnr_y_db, "U": finest.psnr_u_db, "V": finest.psnr_v_db}
    poor = {plane: db for plane, db in planes.items() if db < QUALITY_FLOOR_DB}
    if not poor:
        return ()
    listed = ", ".join(f"{plane} {db:.2f} dB" for plane, db in poor.items())
    message = (
        f"poor quality even at qp {finest.qp}, the finest: PSNR of {listed}, where every plane "
        f"needs {QUALITY_FLOOR_DB:g} dB; luma changes by "
        f"{finest.psnr_y_slope_db_per_frame:+.2f} dB a frame"
    )
    values = {f"psnr_{plane.lower()}_db": db for plane, db in planes.items()} | {
        "psnr_y_slope_db_per_frame": finest.psnr_y_slope_db_per_frame,
        "worst_frame_psnr_y_db": finest.worst_frame_psnr_y_db,
    }
    return (Finding(code="poor_quality", message=message, values=values),)


def _against(curve: Curve, parent: Curve) -> Judgement:
    if all(_same(a, b) for a, b in zip(curve, parent, strict=True)):
        message = "rate and quality are exactly the parent's at every qp: the edit changed nothing"
        return Judgement((Finding(code="identical_to_parent", message=message, values={}),))
    overlap = _overlap(curve, parent)
    if overlap < LEAST_OVERLAP:
        message = (
            f"the curves share only {overlap:.0%} of their span of PSNR-Y, too little to compare "
            f"({LEAST_OVERLAP:.0%} is needed)"
        )
        finding = Finding(code="overlap_too_small", message=message, values={"overlap": overlap})
        return Judgement((finding,))
    bd_rate = bd_rate_percent(parent, curve)
    metrics = {"bd_rate_vs_parent_percent": bd_rate}
    if bd_rate < -ADOPTION_MARGIN_PERCENT:
        return Judgement(metrics=metrics)
    return Judgement((_not_better(bd_rate, metrics),), metrics)


def _not_better(bd_rate: float, values: dict[str, float]) -> Finding:
    if bd_rate < ADOPTION_MARGIN_PERCENT:
        message = (
            f"BD-rate {bd_rate:+.3f} % against the parent: within ±{ADOPTION_MARGIN_PERCENT} %, "
            "so no better"
        )
        return Finding(code="not_better_than_parent", message=message, values=values)
    message = f"BD-rate {bd_rate:+.2f} % against the parent: more bits for the same PSNR-Y"
    return Finding(code="worse_than_parent", message=message, values=values)


def bd_rate_percent(anchor: Curve, test: Curve) -> float:
    """Return the BD-rate of ``test`` against ``anchor``: mean extra rate at equal PSNR-Y."""
    return float(
        bjontegaard.bd_rate(
            [p.kbps for p in anchor],
            [p.psnr_y_db for p in anchor],
            [p.kbps for p in test],
            [p.psnr_y_db for p in test],
            method="pchip",
            min_overlap=LEAST_OVERLAP,
        )
    )


def _overlap(a: Curve, b: Curve) -> float:
    shared = min(a[-1].psnr_y_db, b[-1].psnr_y_db) - max(a[0].psnr_y_db, b[0].psnr_y_db)
    total = max(a[-1].psnr_y_db, b[-1].psnr_y_db) - min(a[0].psnr_y_db, b[0].psnr_y_db)
    return max(shared, 0.0) / total


def _same(a: OperatingPoint, b: OperatingPoint) -> bool:
    return all(
        math.isclose(getattr(a, name), getattr(b, name), rel_tol=1e-12)
        for name in ("qp", "kbps", "psnr_y_db", "psnr_u_db", "psnr_v_db")
    )


def _coarse_to_fine(curve: Curve) -> Curve:
    return sorted(curve, key=lambda point: -point.qp)


def _listed(values: dict[str, float], unit: str) -> str:
    return ", ".join(f"{value:.2f}" for value in values.values()) + f" {unit}"
