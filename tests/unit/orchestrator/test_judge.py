import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from orchestrator.codec.judge import ADOPTION_MARGIN_PERCENT, bd_rate_percent, judge
from orchestrator.codec.metrics import OperatingPoint

QPS = (22, 27, 32, 37)
RATES = (1600.0, 800.0, 400.0, 200.0)
QUALITY = (42.0, 39.0, 36.0, 33.0)


def curve(
    rates: Sequence[float] = RATES, quality: Sequence[float] = QUALITY, chroma: float = 40.0
) -> list[OperatingPoint]:
    return [
        OperatingPoint(
            qp=qp,
            bpp=rate / 1000,
            kbps=rate,
            psnr_y_by_frame_db=(db,) * 4,
            psnr_u_by_frame_db=(chroma,) * 4,
            psnr_v_by_frame_db=(chroma,) * 4,
            ssim_y=db / 50,
            shown_frames=(0, 1, 2, 3),
        )
        for qp, rate, db in zip(QPS, rates, quality, strict=True)
    ]


def scaled(factor: float) -> list[OperatingPoint]:
    return curve([rate * factor for rate in RATES])


def codes(candidate: list[OperatingPoint], parent: list[OperatingPoint] | None = None) -> list[str]:
    return [finding.code for finding in judge(candidate, parent or curve()).findings]


@pytest.mark.parametrize("percent", [-50.0, -10.0, 25.0, 300.0])
def test_bd_rate_of_a_curve_at_a_constant_rate_ratio_is_that_ratio(percent: float) -> None:
    by_quality = sorted(curve(), key=lambda p: p.psnr_y_db)
    test = sorted(scaled(1 + percent / 100), key=lambda p: p.psnr_y_db)
    assert bd_rate_percent(by_quality, test) == pytest.approx(percent)


def test_fewer_bits_for_the_same_quality_are_adopted() -> None:
    judgement = judge(scaled(0.9), curve())
    assert judgement.adopted
    assert judgement.metrics["bd_rate_vs_parent_percent"] == pytest.approx(-10)


def test_the_order_of_points_does_not_matter() -> None:
    assert judge(scaled(0.9)[::-1], curve()).adopted


def test_more_bits_for_the_same_quality_are_rejected_with_the_figure() -> None:
    (finding,) = judge(scaled(1.2), curve()).findings
    assert finding.code == "worse_than_parent"
    assert "+20.00 %" in finding.message
    assert finding.values["bd_rate_vs_parent_percent"] == pytest.approx(20)


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_difference_within_the_margin_is_no_gain(sign: int) -> None:
    factor = 1 + sign * ADOPTION_MARGIN_PERCENT / 200
    assert codes(scaled(factor)) == ["not_better_than_parent"]


def test_a_curve_without_parent_has_to_pass_the_gates_only() -> None:
    assert judge(curve(), None).adopted
    assert not judge(curve(quality=(20, 18, 16, 14)), None).adopted


def test_the_very_parent_is_told_from_one_that_is_as_good() -> None:
    assert codes(curve()) == ["identical_to_parent"]
    assert codes(curve(chroma=39.0)) == ["not_better_than_parent"]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_that_are_none(bad: float) -> None:
    assert codes(curve(rates=(1600, bad, 400, 200))) == ["not_finite"]
    assert codes(curve(quality=(42, 39, bad, 33))) == ["not_finite"]


def test_a_rate_that_does_not_follow_qp() -> None:
    (finding,) = judge(curve(rates=(500, 500, 500, 500)), curve()).findings
    assert finding.code == "not_monotonic"
    assert finding.values["kbps_at_qp_37"] == 500


def test_a_quality_that_does_not_follow_qp() -> None:
    assert codes(curve(quality=(42, 42, 36, 33))) == ["quality_not_monotonic"]


def test_all_gates_that_failed_are_named() -> None:
    flat = curve(rates=(5, 5, 5, 5), quality=(12, 12, 12, 12))
    assert codes(flat) == ["poor_quality", "not_monotonic", "quality_not_monotonic"]


def test_a_chroma_plane_left_grey_is_poor_quality_however_few_its_bits() -> None:
    candidate = [replace(point, psnr_v_by_frame_db=(30.2,) * 4) for point in scaled(0.5)]
    (finding,) = judge(candidate, curve()).findings
    assert finding.code == "poor_quality"
    assert "V 30.20 dB" in finding.message
    assert "Y" not in finding.message.split("PSNR of ")[1].split(",")[0]


def test_curves_that_hardly_overlap_are_not_compared() -> None:
    (finding,) = judge(curve(quality=(52, 49, 46, 40)), curve()).findings
    assert finding.code == "overlap_too_small"
    assert finding.values["overlap"] == pytest.approx(2 / 19)


def test_curves_that_do_not_overlap_at_all() -> None:
    assert codes(curve(quality=(63, 59, 56, 53))) == ["overlap_too_small"]
