"""Our BD-rate against the package that the field uses, on real encodes and on any curve."""

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.codec.anchors import ENCODERS
from orchestrator.codec.bd_rate import RatePoints, bd_rate_percent, overlap
from orchestrator.codec.reference_encoder import Encoder, curve
from orchestrator.codec.synthetic import moving_texture

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its plotting library warns while it is imported
    import bjontegaard

MEDIUM = ENCODERS[0]
VERYSLOW = Encoder(
    name="x264_veryslow",
    library=MEDIUM.library,
    codec=MEDIUM.codec,
    options={**MEDIUM.options, "preset": "veryslow"},
    quality=MEDIUM.quality,
    settings=MEDIUM.settings,
)
STEP = st.floats(0.05, 8)


def theirs(anchor: RatePoints, test: RatePoints) -> float:
    (rates_a, quality_a), (rates_b, quality_b) = zip(*anchor, strict=True), zip(*test, strict=True)
    return float(
        bjontegaard.bd_rate(
            list(rates_a),
            list(quality_a),
            list(rates_b),
            list(quality_b),
            method="pchip",
            require_matching_points=False,
            min_overlap=0,
        )
    )


def test_x264_veryslow_against_medium_agrees_with_the_package() -> None:
    video = moving_texture(height=64, width=96)
    medium, veryslow = (
        sorted((point.kbps, point.psnr_y_db) for point in curve(video, encoder))
        for encoder in (MEDIUM, VERYSLOW)
    )
    ours = bd_rate_percent(medium, veryslow)
    assert ours == pytest.approx(theirs(medium, veryslow), rel=1e-9)
    assert -25 < ours < -1  # and it is a real gain, of the size that is usual


@st.composite
def curves(draw: st.DrawFn) -> RatePoints:
    """Draw two points or more that rise in rate and in quality."""
    steps = draw(st.lists(st.tuples(STEP, STEP), min_size=1, max_size=6))
    log_rate, quality = draw(st.floats(-3, 3)), draw(st.floats(20, 40))
    points = [(math.exp(log_rate), quality)]
    for more_rate, more_quality in steps:
        log_rate, quality = log_rate + more_rate, quality + more_quality
        points.append((math.exp(log_rate), quality))
    return points


@given(curves(), curves())
def test_any_two_curves_agree_with_the_package(anchor: RatePoints, test: RatePoints) -> None:
    if overlap(anchor, test) < 0.01:
        return
    # In the logarithm, which is where means are taken: there a percent of 1e9 is but a number.
    ours, reference = (math.log1p(f(anchor, test) / 100) for f in (bd_rate_percent, theirs))
    assert ours == pytest.approx(reference, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("percent", [-50.0, -10.0, 25.0, 300.0])
def test_at_a_constant_ratio_of_rates_it_is_that_ratio(percent: float) -> None:
    anchor = [(200.0, 33.0), (400.0, 36.0), (800.0, 39.5), (1600.0, 42.0)]
    test = [(rate * (1 + percent / 100), quality) for rate, quality in anchor]
    assert bd_rate_percent(anchor, test) == pytest.approx(percent)
    assert bd_rate_percent(anchor, anchor) == pytest.approx(0)


@pytest.mark.parametrize(
    "bad",
    [
        [(100.0, 30.0)],
        [(100.0, 30.0), (100.0, 35.0)],
        [(100.0, 30.0), (200.0, 30.0)],
        [(0.0, 30.0), (200.0, 35.0)],
        [(100.0, math.nan), (200.0, 35.0)],
        [(100.0, 50.0), (200.0, 55.0)],
    ],
)
def test_what_has_no_bd_rate_gets_none(bad: RatePoints) -> None:
    good = [(100.0, 30.0), (200.0, 35.0)]
    with pytest.raises(ValueError, match=r"curve|rise"):
        bd_rate_percent(good, bad)


def test_overlap_is_what_both_cover_of_all_that_is_covered() -> None:
    assert overlap([(1, 30), (2, 40)], [(1, 35), (2, 45)]) == pytest.approx(5 / 15)
    assert overlap([(1, 30), (2, 32)], [(1, 35), (2, 45)]) == 0
