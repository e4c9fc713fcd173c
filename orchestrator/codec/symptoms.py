"""What single frames tell about why a result is bad, each a finding of its own.

Means over a clip hide what happened in it: one broken frame among good ones, pictures out of order,
a decoder that drifts away from its encoder. What the champion or an anchor shows in the same frame
is the clip's own doing, for example a cut, and is held against nobody.
"""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

from errata.events import Finding
from orchestrator.codec.metrics import Curve, OperatingPoint

BROKEN_FRAME_DB = 10.0
"""A frame this far below the median of its run is broken: ten times the error."""
DRIFT_DB = 6.0
"""A fall of PSNR-Y, from the first third of a clip to its last, that rate control does not make."""
RANGES_NAMED = 5


def frame_findings(curve: Curve, references: Sequence[Curve]) -> tuple[Finding, ...]:
    """Return which pictures of a curve are out of place, and which are broken.

    Parameters
    ----------
    curve : sequence of OperatingPoint
        From coarse to fine; of several points that show the same, the finest is reported.
    references : sequence of Curve
        Other codecs on the same frames.
    """
    others = [point for reference in references for point in reference]
    excused = {frame for point in others for frame in (*_misplaced(point), *_broken(point))}
    out_of_place = _finest(curve, _misplaced, excused)
    findings = [_misplacement(*out_of_place)] if out_of_place else []
    excused |= out_of_place[1].keys() if out_of_place else set()
    if broken := _finest(curve, _broken, excused):
        findings.append(_breakage(*broken))
    return tuple(findings)


def drift(curve: Curve, references: Sequence[Curve]) -> tuple[Finding, ...]:
    """Return whether luma gets worse all through the clip, at the finest setting of a curve."""
    finest = curve[-1]
    first, middle, last = _thirds(finest)
    usual = max((a - b for a, _, b in map(_thirds, (r[-1] for r in references))), default=0.0)
    if first - last < max(DRIFT_DB, 2 * usual) or min(first - middle, middle - last) < DRIFT_DB / 6:
        return ()
    slope = finest.psnr_y_slope_db_per_frame
    message = (
        f"quality drifts at qp {finest.qp}: PSNR-Y falls from {first:.2f} dB in the first third of "
        f"the frames to {last:.2f} dB in the last, {slope:+.2f} dB a frame"
    )
    values = {"first_db": first, "last_db": last, "psnr_y_slope_db_per_frame": slope}
    return (Finding(code="drift", message=message, values=values),)


def _misplaced(point: OperatingPoint) -> dict[int, int]:
    """Return the source frame of each picture that shows another one than its own."""
    return {t: shown for t, shown in enumerate(point.shown_frames) if shown != t}


def _broken(point: OperatingPoint) -> dict[int, float]:
    """Return the PSNR-Y of each frame far below the others."""
    series = point.psnr_y_by_frame_db
    limit = statistics.median(series) - BROKEN_FRAME_DB
    return {t: db for t, db in enumerate(series) if db <= limit}


def _finest(
    curve: Curve, find: Callable[[OperatingPoint], Mapping[int, float]], excused: set[int]
) -> tuple[OperatingPoint, dict[int, float]] | None:
    for point in reversed(curve):
        if found := {t: what for t, what in find(point).items() if t not in excused}:
            return point, found
    return None


def _misplacement(point: OperatingPoint, wrong: Mapping[int, float]) -> Finding:
    shown = point.shown_frames
    first, source = next(iter(wrong.items()))
    one = len(wrong) == 1
    frames = f"frame {first}" if one else f"frames {ranges(wrong)}"
    if all(shown[shown[t]] == t for t in wrong):
        code, what = "swapped_frames", f"{frames} come back in each other's place"
    elif all(t > 0 and shown[t] == shown[t - 1] for t in wrong):
        repeat = "repeats" if one else "repeat"
        code, what = "frozen_frames", f"the picture freezes: {frames} {repeat} the one before"
    else:
        show = "shows" if one else "show"
        code, what = "misplaced_frames", f"{frames} {show} another frame than their own"
    message = f"{what} at qp {point.qp}; picture {first}, counted from 0, shows frame {source:g}"
    values = {"qp": point.qp, "frame": first, "shown": source, "frames": len(wrong)}
    return Finding(code=code, message=message, values=values)


def _breakage(point: OperatingPoint, broken: Mapping[int, float]) -> Finding:
    worst = min(broken, key=lambda frame: broken[frame])
    median = statistics.median(point.psnr_y_by_frame_db)
    many = f"frames {ranges(broken)} are" if len(broken) > 1 else f"frame {worst} is"
    message = (
        f"{many} broken at qp {point.qp}: PSNR-Y of frame {worst}, counted from 0, is "
        f"{broken[worst]:.2f} dB, where the median frame has {median:.2f} dB"
    )
    values = {
        "qp": point.qp,
        "frame": worst,
        "psnr_y_db": broken[worst],
        "median_psnr_y_db": median,
        "frames": len(broken),
    }
    return Finding(code="broken_frames", message=message, values=values)


def ranges(frames: Iterable[int]) -> str:
    """Return rising numbers in words, at most five runs of them: ``3, 5 to 8, 11``."""
    runs: list[list[int]] = []
    for frame in frames:
        if runs and frame == runs[-1][-1] + 1:
            runs[-1].append(frame)
        else:
            runs.append([frame])
    named = [f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs]
    more = " and more" if len(named) > RANGES_NAMED else ""
    return ", ".join(named[:RANGES_NAMED]) + more


def _thirds(point: OperatingPoint) -> tuple[float, float, float]:
    """Return the median PSNR-Y of the first, the middle and the last third of the frames."""
    series = point.psnr_y_by_frame_db
    third = max(len(series) // 3, 1)
    first, middle, last = series[:third], series[third:-third] or series[:third], series[-third:]
    return statistics.median(first), statistics.median(middle), statistics.median(last)
