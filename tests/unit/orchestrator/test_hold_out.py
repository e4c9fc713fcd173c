"""A gain has to carry over to footage that the lineage was not bred on."""

import hashlib
from pathlib import Path

import pytest

from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.codec.course import Course
from orchestrator.codec.evaluate import QPS, Evaluator
from orchestrator.codec.measurements import Measurements
from orchestrator.trial import Trial
from tests.unit.orchestrator.fakes import OpenSandbox
from tests.unit.orchestrator.house import (
    ADOPTED,
    BETTER,
    BETTER_YET,
    FAILED,
    START,
    TEXTURE,
    WIDE,
    WORSE,
    House,
)

SHAPE = "    frames, height, width = y.shape\n"
FITTED = START.replace(
    SHAPE, f"    global ROUNDING\n{SHAPE}    ROUNDING = 0.45 if width == 64 else 0.7\n"
)
"""Better than its parent on pictures 64 samples wide, worse on all others."""
ONLY_64 = BETTER.replace(SHAPE, f"{SHAPE}    assert width == 64\n")
SMOKE, CURVE = 2, 2 * len(QPS)
"""Boxes that a smoke run and a curve take."""

pytestmark = pytest.mark.usefixtures("without_vmaf")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, Course((TEXTURE,), WIDE))


def measured(house: House, experiment: Experiment) -> Measurements:
    assert experiment.measurements is not None
    return Measurements.model_validate_json(house.artifacts.get(experiment.measurements))


def test_what_is_better_on_both_is_adopted_with_scores_of_both(house: House) -> None:
    summary = house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    start, better = summary.experiments
    assert (start.status, better.status) == (ADOPTED, ADOPTED)
    assert better.metrics["bd_rate_vs_champion_percent"] < -1
    assert better.metrics["hold_out_bd_rate_vs_champion_percent"] < -1
    assert "hold_out_bd_rate_vs_champion_percent" not in start.metrics


def test_what_is_worse_on_the_hold_out_clip_is_rejected_with_the_figures(house: House) -> None:
    summary = house.loop(FITTED).run(experiments=2, seed=1, jobs=1)
    fitted = summary.experiments[1]
    assert (fitted.status, fitted.stage) == (FAILED, Stage.JUDGE)
    assert summary.champion_id == summary.experiments[0].experiment_id
    (event,) = house.queue.events
    assert event.findings[0].code == "worse_on_hold_out"
    values = event.findings[0].values
    assert values["bd_rate_vs_champion_percent"] < -1
    assert values["hold_out_bd_rate_vs_champion_percent"] > 1
    assert values.items() <= fitted.metrics.items()
    assert "does not carry over" in event.log_tail


def test_a_crash_on_the_hold_out_clip_is_a_failure_of_its_own(house: House) -> None:
    summary = house.loop(ONLY_64).run(experiments=2, seed=1, jobs=1)
    crashed = summary.experiments[1]
    assert (crashed.status, crashed.stage, len(crashed.points)) == (FAILED, Stage.ENCODE, 4)
    (event,) = house.queue.events
    assert event.error_message == "AssertionError: "
    assert "encode at qp 22, 8 frames of the hold-out clip:\nAssertionError" in event.log_tail
    assert measured(house, crashed).hold_out is None


def test_only_what_would_be_adopted_meets_the_hold_out_clip(house: House) -> None:
    house.loop().run(experiments=1, seed=1)
    assert len(house.sandbox.steps) == SMOKE + 2 * CURVE
    house.sandbox.steps.clear()
    house.loop(WORSE, BETTER, BETTER_YET).run(experiments=3, seed=1, jobs=1)
    champion, worse, better, best = (SMOKE + n * CURVE for n in (2, 1, 2, 2))
    # Every parent's curves are measured once: each champion brings its own.
    assert len(house.sandbox.steps) == champion + worse + better + best


def test_its_log_tells_no_figures_of_the_hold_out_clip(house: House) -> None:
    house.loop(ONLY_64).run(experiments=2, seed=1, jobs=1)
    lines = house.queue.events[0].log_tail.splitlines()
    assert sum(line.startswith("measured at qp") for line in lines) == 4
    assert all("texture" in line for line in lines if line.startswith("measured"))
    assert "wide" not in house.queue.events[0].model_dump_json()


def test_other_bytes_than_the_frozen_ones_are_not_run(house: House) -> None:
    evaluator = Evaluator(house.sandbox, house.course)
    with pytest.raises(ValueError, match="not the one that was frozen"):
        evaluator.hold_out(BETTER.encode(), sha256=hashlib.sha256(START.encode()).hexdigest())
    assert house.sandbox.steps == []


def test_what_runs_is_what_was_stored_before(house: House) -> None:
    summary = house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    for experiment in summary.experiments:
        assert experiment.code is not None
        assert measured(house, experiment).code_sha256 == experiment.code.sha256


def test_an_overtaken_candidate_must_beat_the_champion_on_the_hold_out_clip_too(
    house: House,
) -> None:
    evaluator = Evaluator(OpenSandbox(), house.course)

    def tried(code: str, parent: Trial | None) -> Trial:
        data = code.encode()
        trial = Trial(evaluator, data, hashlib.sha256(data).hexdigest())
        assert trial.first_failure(parent) is None
        return trial

    start = tried(START, None)
    better, best = tried(BETTER, start), tried(BETTER_YET, start)
    assert best.overtaken(better, "x") is None
    overtaken = better.overtaken(best, "x")
    assert overtaken is not None
    assert overtaken.findings[0].code == "overtaken"
    assert overtaken.findings[0].values == better.metrics


def test_everything_measured_is_kept(house: House) -> None:
    summary = house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    better = summary.experiments[1]
    kept = measured(house, better)
    (working,) = kept.working
    assert kept.hold_out is not None
    assert (working.clip, kept.hold_out.clip) == ("texture", "wide")
    assert working.sha256 == TEXTURE.sha256 != kept.hold_out.sha256
    assert (working.frames, working.height, working.width, working.fps) == (8, 48, 64, 25.0)
    for clip in (working, kept.hold_out):
        assert [point.qp for point in clip.points] == list(QPS)
        assert all(len(point.psnr_y_by_frame_db) == 8 for point in clip.points)
    assert [point.as_dict() for point in working.points] == list(better.points)


def test_points_before_a_failure_are_kept_too(house: House) -> None:
    fails_later = BETTER.replace(
        "steps = quantiser_steps(qp, t)",
        "steps = {q: quantiser_steps(q, t) for q in (22, 27, 32)}[qp]",
        1,
    )
    summary = house.loop(fails_later).run(experiments=2, seed=1, jobs=1)
    failed = summary.experiments[1]
    assert [point["qp"] for point in failed.points] == [22, 27, 32]
    assert failed.metrics["slowest_encode_s"] > 0
    assert len(measured(house, failed).working[0].points) == 3
    assert "measured at qp 32" in house.queue.events[0].log_tail


def test_without_a_point_there_are_no_measurements(house: House) -> None:
    summary = house.loop("x = 1").run(experiments=2, seed=1, jobs=1)
    assert summary.experiments[1].measurements is None
    assert summary.experiments[1].metrics == {}
