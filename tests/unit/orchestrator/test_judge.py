import math
from dataclasses import replace

import pytest

from errata.patterns import match
from errata.taxonomy import Category, Severity, Stage
from orchestrator.codec.compare import ADOPTION_MARGIN_PERCENT
from orchestrator.codec.judge import judge
from orchestrator.codec.metrics import OperatingPoint
from tests.unit.domain.make import event
from tests.unit.orchestrator.curves import FRAMES, curve, falling, scaled, showing, with_luma


def codes(candidate: list[OperatingPoint], parent: list[OperatingPoint] | None = None) -> list[str]:
    return [finding.code for finding in judge(candidate, parent or curve()).findings]


def test_fewer_bits_for_the_same_quality_are_adopted() -> None:
    judgement = judge(scaled(0.9), curve())
    assert judgement.adopted
    assert judgement.metrics["bd_rate_vs_champion_percent"] == pytest.approx(-10)
    assert judgement.metrics["bd_rate_yuv_vs_champion_percent"] == pytest.approx(-10)


def test_the_order_of_points_does_not_matter() -> None:
    assert judge(scaled(0.9)[::-1], curve()).adopted


def test_more_bits_for_the_same_quality_are_rejected_with_figures() -> None:
    (finding,) = judge(scaled(1.2), curve()).findings
    assert finding.code == "worse_than_champion"
    assert "+20.00 %" in finding.message
    assert "at qp 22 rate +20.00 % and PSNR-Y +0.00 dB" in finding.message
    assert finding.values["bd_rate_vs_champion_percent"] == pytest.approx(20)
    assert finding.values["rate_change_percent_at_qp_27"] == pytest.approx(20)


def test_worse_pictures_for_the_same_bits_show_as_such() -> None:
    (finding,) = judge(curve(quality=(41, 38, 35, 32.5)), curve()).findings
    assert finding.code == "worse_than_champion"
    assert "at qp 37 rate +0.00 % and PSNR-Y -0.50 dB" in finding.message
    assert finding.values["psnr_y_change_db_at_qp_22"] == -1


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_difference_within_the_margin_is_no_gain(sign: int) -> None:
    factor = 1 + sign * ADOPTION_MARGIN_PERCENT / 200
    assert codes(scaled(factor)) == ["not_better_than_champion"]


def test_a_curve_without_parent_has_to_pass_the_gates_only() -> None:
    assert judge(curve(), None).adopted
    assert not judge(curve(quality=(20, 18, 16, 14)), None).adopted


def test_the_very_parent_is_told_from_one_that_is_as_good() -> None:
    assert codes(curve()) == ["identical_to_champion"]
    assert codes(curve(chroma=-0.5)) == ["not_better_than_champion"]


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_numbers_that_are_none(bad: float) -> None:
    assert codes(curve(rates=(1600, bad, 400, 200))) == ["not_finite"]
    assert codes(curve(quality=(42, 39, bad, 33))) == ["not_finite"]


def test_three_points_make_no_curve() -> None:
    assert codes(curve()[:3]) == ["too_few_points"]


def test_a_rate_that_does_not_follow_qp() -> None:
    (finding,) = judge(curve(rates=(500, 500, 500, 500)), curve()).findings
    assert finding.code == "not_monotonic"
    assert finding.values["kbps_at_qp_37"] == 500


def test_a_quality_that_does_not_follow_qp() -> None:
    assert codes(curve(quality=(42, 42, 36, 33))) == ["quality_not_monotonic"]


def test_chroma_that_gets_worse_where_luma_gets_better() -> None:
    candidate = curve()
    candidate[0] = replace(candidate[0], psnr_u_by_frame_db=(33.0,) * FRAMES)
    candidate[1] = replace(candidate[1], psnr_u_by_frame_db=(60.0,) * FRAMES)
    (finding,) = judge(candidate, curve()).findings
    assert finding.code == "quality_not_monotonic"
    assert finding.message.startswith("PSNR of all planes does not rise")


def test_all_gates_that_failed_are_named() -> None:
    flat = curve(rates=(5, 5, 5, 5), quality=(12, 12, 12, 12))
    assert codes(flat) == ["poor_quality", "not_monotonic", "quality_not_monotonic"]


def test_a_chroma_plane_left_grey_is_named_however_few_its_bits() -> None:
    grey = [replace(point, psnr_v_by_frame_db=(30.2,) * FRAMES) for point in scaled(0.5)]
    (finding,) = judge(grey, curve()).findings
    assert finding.code == "chroma_missing"
    assert finding.message == (
        "the colours are off at qp 22, the finest: PSNR of V 30.20 dB, "
        "where every plane needs 32 dB"
    )
    (finding,) = judge([replace(p, blank_planes="V") for p in grey], curve()).findings
    assert finding.message.startswith("the colours are missing (V of one value) at qp 22")


def test_blank_pictures_are_called_so() -> None:
    flat = curve(quality=(12, 12, 12, 12))
    blank = [replace(point, blank_planes="YUV") for point in flat]
    finding = judge(blank, curve()).findings[0]
    assert finding.code == "blank_pictures"
    assert finding.message.startswith("the pictures are blank (Y, U, V of one value) at qp 22")


def test_a_gain_in_luma_may_not_be_paid_for_in_chroma() -> None:
    judgement = judge(scaled(0.95, chroma=-4), curve())
    (finding,) = judgement.findings
    assert finding.code == "paid_with_chroma"
    assert "BD-rate -5.00 % on PSNR-Y" in finding.message
    assert "at qp 22 Y +0.00, U -4.00, V -4.00 dB, at qp 37 Y" in finding.message
    assert judgement.metrics["bd_rate_vs_champion_percent"] == pytest.approx(-5)
    assert judgement.metrics["bd_rate_yuv_vs_champion_percent"] > 5


def test_chroma_so_much_worse_that_it_has_no_bd_rate() -> None:
    (finding,) = judge(scaled(0.6, chroma=-11), curve(chroma=20)).findings
    assert finding.code == "paid_with_chroma"
    assert "beyond comparison" in finding.message


def test_a_little_chroma_for_much_luma_is_a_gain() -> None:
    assert judge(scaled(0.8, chroma=-1), curve()).adopted


def test_curves_that_hardly_overlap_are_not_compared() -> None:
    (finding,) = judge(curve(quality=(52, 49, 46, 40)), curve()).findings
    assert finding.code == "overlap_too_small"
    assert finding.values["overlap"] == pytest.approx(2 / 19)
    assert "40.00 to 52.00 dB, the champion 33.00 to 42.00 dB" in finding.message


def test_curves_that_do_not_overlap_at_all() -> None:
    assert codes(curve(quality=(63, 59, 56, 53))) == ["overlap_too_small"]


def test_a_copy_of_the_source_is_called_one() -> None:
    perfect = [
        replace(
            point,
            bpp=12.01,
            psnr_y_by_frame_db=(100.0,) * FRAMES,
            psnr_u_by_frame_db=(100.0,) * FRAMES,
            psnr_v_by_frame_db=(100.0,) * FRAMES,
        )
        for point in curve()
    ]
    (finding,) = judge(perfect, curve()).findings
    assert finding.code == "lossless"
    assert "12.01 bits a pixel, where raw planes take 12: a copy" in finding.message
    (finding,) = judge([replace(point, bpp=4.0) for point in perfect], curve()).findings
    assert "copy" not in finding.message


def test_anchors_give_scores_and_decide_nothing() -> None:
    judgement = judge(scaled(0.9), curve(), {"x264_medium": scaled(0.1), "svt_av1": scaled(0.09)})
    assert judgement.adopted
    assert judgement.metrics["bd_rate_vs_x264_medium_percent"] == pytest.approx(800)
    assert judgement.metrics["bd_rate_vs_svt_av1_percent"] == pytest.approx(900)


def test_an_anchor_out_of_range_is_left_out_with_a_note() -> None:
    far = curve(quality=(34, 32, 30, 28))
    judgement = judge(scaled(0.9), curve(), {"x265_medium": far})
    assert "bd_rate_vs_x265_medium_percent" not in judgement.metrics
    (note,) = judgement.notes
    assert note.startswith("no BD-rate against x265_medium: the curves share 7.1%")


def test_a_better_curve_with_a_broken_frame_is_rejected() -> None:
    broken = with_luma(scaled(0.5), f7=11.0)
    (finding,) = judge(broken, curve()).findings
    assert finding.code == "broken_frames"


def test_a_frame_that_is_as_hard_for_an_anchor_is_not_held_against_a_candidate() -> None:
    hard = with_luma(scaled(0.5), f7=25.0)
    assert not judge(hard, curve()).adopted
    assert judge(hard, curve(), {"x264_medium": with_luma(scaled(0.1), f7=28.0)}).adopted


def test_what_frames_show_comes_before_the_comparison() -> None:
    assert codes(with_luma(scaled(1.5), f7=11.0)) == ["broken_frames", "worse_than_champion"]
    assert codes(showing(scaled(1.5), 0, 2, 1)) == ["swapped_frames", "worse_than_champion"]


def test_a_start_codec_is_not_rejected_for_what_its_clip_may_do() -> None:
    assert judge(with_luma(curve(), f7=25.0), None).adopted


@pytest.mark.parametrize(
    ("candidate", "code"),
    [
        (scaled(1.2), "worse_than_champion"),
        (scaled(0.9999), "not_better_than_champion"),
        (curve(), "identical_to_champion"),
        (scaled(0.95, chroma=-4), "paid_with_chroma"),
        (curve(quality=(52, 49, 46, 40)), "overlap_too_small"),
        (curve(chroma=-14), "chroma_missing"),
        ([replace(p, blank_planes="Y") for p in curve(quality=(9, 8, 7, 6))], "blank_pictures"),
        (curve(quality=(20, 18, 16, 14)), "poor_quality"),
        (curve(rates=(5, 5, 5, 5)), "not_monotonic"),
        (curve(quality=(42, 42, 36, 33)), "quality_not_monotonic"),
        (curve(quality=(math.nan,) * 4), "not_finite"),
        (curve()[:2], "too_few_points"),
        (curve(quality=(100,) * 4), "lossless"),
        (with_luma(scaled(1.2), f7=11.0), "broken_frames"),
        (showing(scaled(1.2), 1, 0), "swapped_frames"),
        (showing(scaled(1.2), 0, 0, 0), "frozen_frames"),
        (showing(scaled(1.2), 0, 0, 1, 2), "misplaced_frames"),
        (falling(1.5), "drift"),
    ],
)
def test_each_cause_reaches_the_diagnosis_first_with_its_figures(
    candidate: list[OperatingPoint], code: str
) -> None:
    findings = judge(candidate, curve()).findings
    assert findings[0].code == code
    found = match(event(stage=Stage.JUDGE, findings=findings))
    assert found.rule == f"finding-{code}"
    assert (found.verdict.category, found.verdict.severity) == (Category.LOGIC_ERROR, Severity.LOW)
    assert found.verdict.confidence > 0.95
    assert findings[0].message[1:40] in found.verdict.root_cause
    assert len(found.verdict.fix_suggestion) > 40
