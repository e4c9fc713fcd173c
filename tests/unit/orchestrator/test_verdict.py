"""One verdict from several clips."""

from dataclasses import replace

from orchestrator.codec.course import Clip
from orchestrator.codec.synthetic import moving_texture
from orchestrator.codec.verdict import BD_RATE, judge_hold_out, judge_working
from tests.unit.orchestrator.curves import curve, falling, scaled

VIDEO = moving_texture()
TWO = (Clip("a", VIDEO), Clip("b", VIDEO))
PARENT = curve()


def test_of_one_clip_the_verdict_is_its_own() -> None:
    judgement = judge_working(TWO[:1], {"a": scaled(0.9)}, {"a": PARENT})
    assert judgement.adopted
    assert round(judgement.metrics[BD_RATE], 6) == -10


def test_of_several_clips_the_mean_counts() -> None:
    parents = {"a": PARENT, "b": PARENT}
    gain = judge_working(TWO, {"a": scaled(0.9), "b": scaled(1.04)}, parents)
    assert gain.adopted
    assert round(gain.metrics[BD_RATE], 6) == -3
    loss = judge_working(TWO, {"a": scaled(0.9), "b": scaled(1.2)}, parents)
    assert [finding.code for finding in loss.findings] == ["worse_than_champion"]
    assert "mean BD-rate +5.000 % against the champion over 2 clips; b has: " in (
        loss.findings[0].message
    )
    assert round(loss.metrics[BD_RATE], 6) == 5


def test_a_drift_that_costs_little_on_one_clip_can_be_made_up_for_on_another() -> None:
    # Of the first frames better than the parent, of the last worse: a little worse on the whole.
    drifting = falling(1.0, rise=5.0)
    alone = judge_working(TWO[:1], {"a": drifting}, {"a": PARENT})
    assert [finding.code for finding in alone.findings] == ["drift", "worse_than_champion"]
    parents = {"a": PARENT, "b": PARENT}
    assert judge_working(TWO, {"a": drifting, "b": scaled(0.5)}, parents).adopted
    worse = judge_working(TWO, {"a": drifting, "b": scaled(1.1)}, parents)
    assert worse.findings[0].message.startswith("mean BD-rate ")


def test_unchanged_everywhere_is_identical_and_unchanged_somewhere_gains_nothing_there() -> None:
    parents = {"a": PARENT, "b": PARENT}
    same = judge_working(TWO, parents, parents)
    assert [finding.code for finding in same.findings] == ["identical_to_champion"]
    half = judge_working(TWO, {"a": PARENT, "b": scaled(0.9)}, parents)
    assert half.adopted
    assert round(half.metrics[BD_RATE], 6) == -5


def test_a_gate_failed_on_one_clip_names_it() -> None:
    broken = [replace(point, kbps=100.0) for point in PARENT]
    judgement = judge_working(TWO, {"a": scaled(0.5), "b": broken}, {"a": PARENT, "b": PARENT})
    assert judgement.findings[0].code == "not_monotonic"
    assert judgement.findings[0].message.startswith("on b: ")
    alone = judge_working(TWO, {"a": PARENT, "b": broken}, None)
    assert not alone.adopted
    assert judge_working(TWO, {"a": PARENT, "b": PARENT}, None).adopted


def test_on_the_hold_out_clip_no_gain_is_needed_but_no_loss_is_allowed() -> None:
    gained = {BD_RATE: -2.5}
    for factor in (0.9, 1.0, 1.0005):
        assert judge_hold_out(TWO[0], scaled(factor), PARENT, gained).adopted
    worse = judge_hold_out(TWO[0], scaled(1.05), PARENT, gained)
    (finding,) = worse.findings
    assert finding.code == "worse_on_hold_out"
    assert "-2.50 %" in finding.message
    assert "+5.00 %" in finding.message
    assert round(worse.metrics["hold_out_bd_rate_vs_champion_percent"], 6) == 5
    assert BD_RATE not in worse.metrics


def test_a_gate_failed_on_the_hold_out_clip_says_where() -> None:
    broken = [replace(point, kbps=100.0) for point in PARENT]
    judgement = judge_hold_out(TWO[0], broken, PARENT, {BD_RATE: -2.5})
    assert judgement.findings[0].code == "not_monotonic"
    assert judgement.findings[0].message.startswith("on the hold-out clip: ")
