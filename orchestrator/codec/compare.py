"""Curves against curves: BD-rate where it means something, and where a candidate lost.

Points run from coarse to fine.
"""

import math
from collections.abc import Callable, Mapping

from errata.events import Finding
from orchestrator.codec.bd_rate import bd_rate_percent, overlap
from orchestrator.codec.metrics import Curve, OperatingPoint

ADOPTION_MARGIN_PERCENT = 0.1
"""A gain below this is within what interpolating the curves can feign."""
LEAST_OVERLAP = 0.5
"""Of the span of quality that two curves cover together."""
EQUAL = frozenset({"identical_to_champion", "not_better_than_champion"})
"""Codes of findings that say a candidate is as good as the champion."""
COMPARED = EQUAL | {"worse_than_champion", "paid_with_chroma", "overlap_too_small", "drift"}
"""Codes that say how a candidate compares, and speak against no candidate taken by itself."""

Quality = Callable[[OperatingPoint], float]


def compare_with_anchors(
    curve: Curve, anchors: Mapping[str, Curve]
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return the BD-rate against each anchor, and why there is none against the others."""
    metrics, notes = {}, []
    for name, anchor in anchors.items():
        shared = _overlap(curve, anchor, _luma)
        if shared < LEAST_OVERLAP:
            notes.append(
                f"no BD-rate against {name}: the curves share {shared:.1%} of their span of PSNR-Y,"
                f" {LEAST_OVERLAP:.0%} is needed"
            )
        else:
            metrics[f"bd_rate_vs_{name}_percent"] = _bd_rate(anchor, curve, _luma)
    return metrics, tuple(notes)


def compare_with_champion(
    curve: Curve, champion: Curve
) -> tuple[tuple[Finding, ...], dict[str, float]]:
    """Return why a curve is no better than the champion's, if so, and the BD-rates against it."""
    if all(map(_same, curve, champion)):
        message = "rate and quality are exactly the champion's at every qp: nothing is gained"
        return (Finding(code="identical_to_champion", message=message, values={}),), {}
    shared = _overlap(curve, champion, _luma)
    if shared < LEAST_OVERLAP:
        return (_too_little_shared(shared, curve, champion),), {}
    luma = _bd_rate(champion, curve, _luma)
    metrics = {"bd_rate_vs_champion_percent": luma}
    comparable = _overlap(curve, champion, _planes) >= LEAST_OVERLAP
    planes = _bd_rate(champion, curve, _planes) if comparable else math.inf
    if comparable:
        metrics["bd_rate_yuv_vs_champion_percent"] = planes
    if luma > -ADOPTION_MARGIN_PERCENT:
        return (_not_better(luma, curve, champion),), metrics
    if planes > ADOPTION_MARGIN_PERCENT:
        return (_paid_with_chroma(luma, planes, curve, champion),), metrics
    return (), metrics


def _too_little_shared(shared: float, curve: Curve, champion: Curve) -> Finding:
    message = (
        f"the curves share only {shared:.1%} of their span of PSNR-Y, too little to compare "
        f"({LEAST_OVERLAP:.0%} is needed): {_span(curve)}, the champion {_span(champion)}"
    )
    return Finding(code="overlap_too_small", message=message, values={"overlap": shared})


def _not_better(bd_rate: float, curve: Curve, champion: Curve) -> Finding:
    values = {"bd_rate_vs_champion_percent": bd_rate}
    for point, other in zip(curve, champion, strict=True):
        values[f"rate_change_percent_at_qp_{point.qp}"] = _rate_change(point, other)
        values[f"psnr_y_change_db_at_qp_{point.qp}"] = point.psnr_y_db - other.psnr_y_db
    if bd_rate < ADOPTION_MARGIN_PERCENT:
        code = "not_better_than_champion"
        verdict = f"{bd_rate:+.3f} % against the champion: within ±{ADOPTION_MARGIN_PERCENT} %"
        message = f"BD-rate {verdict}, so no better; {_changes(curve, champion)}"
    else:
        code = "worse_than_champion"
        message = (
            f"BD-rate {bd_rate:+.2f} % against the champion: more bits for the same PSNR-Y; "
            f"{_changes(curve, champion)}"
        )
    return Finding(code=code, message=message, values=values)


def _paid_with_chroma(luma: float, planes: float, curve: Curve, champion: Curve) -> Finding:
    """Say what chroma lost; ``planes`` is infinite where it lost too much for a BD-rate."""
    whole = f"{planes:+.2f} %" if math.isfinite(planes) else "beyond comparison"
    changes = {
        point.qp: _plane_changes(point, other) for point, other in zip(curve, champion, strict=True)
    }
    ends = ", ".join(
        f"at qp {qp} Y {changes[qp]['y']:+.2f}, U {changes[qp]['u']:+.2f}, "
        f"V {changes[qp]['v']:+.2f} dB"
        for qp in (curve[-1].qp, curve[0].qp)
    )
    message = (
        f"BD-rate {luma:+.2f} % on PSNR-Y, but {whole} on PSNR of all planes (6:1:1): bits only "
        f"moved from chroma to luma; {ends}"
    )
    values = {"bd_rate_vs_champion_percent": luma} | {
        f"psnr_{plane}_change_db_at_qp_{qp}": db
        for qp, by_plane in changes.items()
        for plane, db in by_plane.items()
    }
    return Finding(code="paid_with_chroma", message=message, values=values)


def _plane_changes(point: OperatingPoint, other: OperatingPoint) -> dict[str, float]:
    return {
        "y": point.psnr_y_db - other.psnr_y_db,
        "u": point.psnr_u_db - other.psnr_u_db,
        "v": point.psnr_v_db - other.psnr_v_db,
    }


def _changes(curve: Curve, champion: Curve) -> str:
    """Say what changed at the coarsest and the finest setting."""
    return ", ".join(
        f"at qp {point.qp} rate {_rate_change(point, other):+.2f} % and PSNR-Y "
        f"{point.psnr_y_db - other.psnr_y_db:+.2f} dB"
        for point, other in ((curve[-1], champion[-1]), (curve[0], champion[0]))
    )


def _rate_change(point: OperatingPoint, other: OperatingPoint) -> float:
    return (point.kbps / other.kbps - 1) * 100


def _span(curve: Curve) -> str:
    return f"{curve[0].psnr_y_db:.2f} to {curve[-1].psnr_y_db:.2f} dB"


def _luma(point: OperatingPoint) -> float:
    return point.psnr_y_db


def _planes(point: OperatingPoint) -> float:
    return point.psnr_yuv_db


def _bd_rate(anchor: Curve, test: Curve, quality: Quality) -> float:
    return bd_rate_percent(_pairs(anchor, quality), _pairs(test, quality))


def _overlap(a: Curve, b: Curve, quality: Quality) -> float:
    return overlap(_pairs(a, quality), _pairs(b, quality))


def _pairs(curve: Curve, quality: Quality) -> list[tuple[float, float]]:
    return [(point.kbps, quality(point)) for point in curve]


def _same(a: OperatingPoint, b: OperatingPoint) -> bool:
    planes = ("psnr_y_by_frame_db", "psnr_u_by_frame_db", "psnr_v_by_frame_db")
    return (a.qp, a.kbps) == (b.qp, b.kbps) and all(
        getattr(a, plane) == getattr(b, plane) for plane in planes
    )
