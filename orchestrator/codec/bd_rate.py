"""Bjontegaard delta rate: how much more or less rate one codec takes than another at equal quality.

G. Bjontegaard: "Calculation of average PSNR differences between RD-curves", ITU-T VCEG-M33, 2001;
with the piecewise cubic interpolation that JCT-VC and JVET use since, which cannot overshoot
between points as a single cubic does: F. N. Fritsch, J. Butland, "A method for constructing local
monotone piecewise cubic interpolants", SIAM J. Sci. Stat. Comput. 5(2), 1984.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

RatePoints: TypeAlias = Sequence[tuple[float, float]]
"""Pairs of rate (any unit, above 0) and quality; both rise from point to point."""


def bd_rate_percent(anchor: RatePoints, test: RatePoints) -> float:
    """Return the mean difference in rate of ``test`` from ``anchor`` at equal quality, in percent.

    Negative is better: -10 means that ``test`` takes a tenth less rate.

    Raises
    ------
    ValueError
        When a curve has fewer than two points, is not finite or does not rise throughout, or
        when the curves share no range of quality.
    """
    low, high = _shared(_checked(anchor), _checked(test))
    if low >= high:
        raise ValueError("the curves share no range of quality")
    mean_log_ratio = (_area(test, low, high) - _area(anchor, low, high)) / (high - low)
    return math.expm1(mean_log_ratio) * 100


def overlap(a: RatePoints, b: RatePoints) -> float:
    """Return the share of quality, of all that two curves span, that both of them cover."""
    low, high = _shared(a, b)
    return max(high - low, 0.0) / (max(a[-1][1], b[-1][1]) - min(a[0][1], b[0][1]))


def _shared(a: RatePoints, b: RatePoints) -> tuple[float, float]:
    return max(a[0][1], b[0][1]), min(a[-1][1], b[-1][1])


def _checked(curve: RatePoints) -> RatePoints:
    if len(curve) < 2 or not all(math.isfinite(x) for point in curve for x in point):
        raise ValueError("a curve needs two points or more, all of them finite")
    if curve[0][0] <= 0 or any(a >= c or b >= d for (a, b), (c, d) in pairwise(curve)):
        raise ValueError("rate, above 0, and quality have to rise from point to point")
    return curve


def _area(curve: RatePoints, low: float, high: float) -> float:
    """Return the integral over quality of the interpolated logarithm of the rate."""
    x = [quality for _, quality in curve]
    y = [math.log(rate) for rate, _ in curve]
    slopes = _slopes(x, y)
    area = 0.0
    for i in range(len(x) - 1):
        left, right = max(low, x[i]), min(high, x[i + 1])
        if left < right:
            segment = (x[i + 1] - x[i], y[i], y[i + 1], slopes[i], slopes[i + 1])
            area += _hermite_area(segment, right - x[i]) - _hermite_area(segment, left - x[i])
    return area


def _hermite_area(segment: tuple[float, float, float, float, float], t: float) -> float:
    """Return the integral from 0 to ``t`` of the cubic with given end values and end slopes."""
    width, y0, y1, slope0, slope1 = segment
    mean_slope = (y1 - y0) / width
    quadratic = (3 * mean_slope - 2 * slope0 - slope1) / width
    cubic = (slope0 + slope1 - 2 * mean_slope) / width**2
    return t * (y0 + t * (slope0 / 2 + t * (quadratic / 3 + t * cubic / 4)))


def _slopes(x: Sequence[float], y: Sequence[float]) -> list[float]:
    """Return the derivative at each point, for data that rise throughout."""
    h = [b - a for a, b in pairwise(x)]
    d = [(b - a) / width for (a, b), width in zip(pairwise(y), h, strict=True)]
    if len(d) == 1:
        return [d[0], d[0]]
    inner = [_harmonic(*parts) for parts in zip(h, h[1:], d, d[1:], strict=False)]
    return [_end(h[0], h[1], d[0], d[1]), *inner, _end(h[-1], h[-2], d[-1], d[-2])]


def _harmonic(h0: float, h1: float, d0: float, d1: float) -> float:
    w0, w1 = 2 * h1 + h0, h1 + 2 * h0
    return (w0 + w1) / (w0 / d0 + w1 / d1)


def _end(h0: float, h1: float, d0: float, d1: float) -> float:
    """Return the slope at an end, from three points; never one that would make the curve fall."""
    return max(((2 * h0 + h1) * d0 - h0 * d1) / (h0 + h1), 0.0)
