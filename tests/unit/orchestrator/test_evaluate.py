from importlib.resources import files

import pytest

from errata.taxonomy import Stage
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.evaluate import QPS, SMOKE_FRAMES, Evaluator, Stopped
from orchestrator.codec.metrics import split
from orchestrator.codec.synthetic import moving_texture
from tests.unit.orchestrator.fakes import OpenSandbox

START = files("orchestrator.codec").joinpath("start_codec.py").read_bytes()
TEXTURE = Clip("texture", moving_texture())
COURSE = Course((TEXTURE,))

pytestmark = pytest.mark.usefixtures("without_vmaf")


def test_a_good_candidate_is_measured_at_every_qp_after_a_smoke_run() -> None:
    sandbox = OpenSandbox()
    evaluation = Evaluator(sandbox, COURSE).evaluate(START)
    assert evaluation.failure is None
    assert [point.qp for point in evaluation.curves["texture"]] == list(QPS)
    assert sandbox.steps == ["encode", "decode"] * (1 + len(QPS))
    assert all(point.encode_s > 0 for point in evaluation.curves["texture"])
    assert b"measured at qp 22, 8 frames of texture: " in evaluation.log


def test_the_first_failure_ends_it() -> None:
    sandbox = OpenSandbox()
    broken = START.replace(b"def decode(", b"def no_decode(")
    evaluation = Evaluator(sandbox, COURSE).evaluate(broken)
    assert evaluation.failure is not None
    assert evaluation.failure.failed_stage is Stage.VALIDATE
    assert (evaluation.curves["texture"], sandbox.steps) == ((), ["encode", "decode"])


def test_points_measured_before_a_failure_are_kept() -> None:
    fails_later = START.replace(
        b"steps = quantiser_steps(qp, t)",
        b"steps = {22: quantiser_steps(22, t), 32: quantiser_steps(32, t)}[qp]",
        1,
    )
    evaluation = Evaluator(OpenSandbox(), COURSE).evaluate(fails_later)
    assert [point.qp for point in evaluation.curves["texture"]] == [22]
    assert evaluation.failure is not None


def test_an_order_to_stop_is_heard_between_boxes() -> None:
    sandbox = OpenSandbox()

    def checkpoint(_: Stage) -> None:
        if len(sandbox.steps) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        Evaluator(sandbox, COURSE).evaluate(START, checkpoint=checkpoint)
    assert len(sandbox.steps) == 3


def test_every_stage_is_told_before_it_begins() -> None:
    stages: list[Stage] = []
    Evaluator(OpenSandbox(), COURSE).evaluate(START, checkpoint=stages.append)
    smoke, point = [Stage.ENCODE, Stage.DECODE], [Stage.ENCODE, Stage.DECODE, Stage.MEASURE]
    assert stages == smoke + point * 4


def test_the_smoke_run_sees_the_first_frames_of_every_plane() -> None:
    video = moving_texture()
    few = TEXTURE.shortened(SMOKE_FRAMES).video
    for all_frames, some in zip(split(video.planes, video), split(few.planes, few), strict=True):
        assert (all_frames[:SMOKE_FRAMES] == some).all()
