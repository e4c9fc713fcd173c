"""Experiments in real boxes. On a host that cannot isolate candidates, these tests fail."""

from importlib.resources import files
from pathlib import Path

import pytest

from errata.taxonomy import ExperimentStatus, Limit, Stage
from orchestrator.codec import evaluate, start_codec
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.evaluate import QPS, Evaluation, Evaluator
from orchestrator.codec.metrics import split
from orchestrator.codec.synthetic import moving_texture
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.sandbox import open_sandbox
from orchestrator.sandbox.step import Limits, Sandbox, StepResult
from orchestrator.spool import Spool
from tests.unit.orchestrator.fakes import MemoryArtifacts, MemoryExperiments, MemoryQueue

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
VIDEO = moving_texture()
COURSE = Course((Clip("texture", VIDEO),))


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return open_sandbox()


def run(sandbox: Sandbox, before: str = "", after: str = "") -> Evaluation:
    assert before in START
    return Evaluator(sandbox, COURSE).evaluate(START.replace(before, after, 1).encode())


def failure(sandbox: Sandbox, before: str, after: str) -> StepResult:
    evaluation = run(sandbox, before, after)
    assert evaluation.failure is not None
    return evaluation.failure


def test_the_start_codec_scores_in_boxes_what_it_scores_here(sandbox: Sandbox) -> None:
    evaluation = run(sandbox)
    assert evaluation.failure is None
    for point in evaluation.curves["texture"]:
        bitstream = start_codec.encode(*split(VIDEO.planes, VIDEO), VIDEO.fps, point.qp)
        samples = VIDEO.frames * VIDEO.height * VIDEO.width
        assert point.bpp == len(bitstream) * 8 / samples
        assert point.psnr_y_db > 28
        assert point.peak_memory_bytes > 1 << 20


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("np.uint8)\n    position", "np.float32)\n    position", "wrong_dtype"),
        ("    return y, u, v", "    return y, u", "wrong_return_type"),
        ("    return y, u, v", "    return y[:, 1:], u, v", "wrong_shape"),
        ("    return HEADER.pack(", "    return [], HEADER.pack(", "wrong_return_type"),
        ("    return HEADER.pack(", '    return b"" and HEADER.pack(', "empty_bitstream"),
        ("def decode(", "def decompress(", "no_function"),
    ],
)
def test_a_broken_contract_is_named(sandbox: Sandbox, before: str, after: str, code: str) -> None:
    result = failure(sandbox, before, after)
    assert result.failed_stage is Stage.VALIDATE
    assert [finding.code for finding in result.findings] == [code]


def test_a_crash_brings_its_exception_with_frames_of_the_candidate(sandbox: Sandbox) -> None:
    result = failure(sandbox, "transpose(0, 2, 1, 3)", "transpose(0, 2, 2, 3)")
    assert result.failed_stage is Stage.ENCODE
    assert result.exceptions[-1].type == "ValueError"
    frame = next(f for f in result.exceptions[-1].frames if f.function == "to_blocks")
    assert "transpose(0, 2, 2, 3)" in frame.source


def test_a_loop_without_end_hits_the_wall_clock(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "SMOKE_LIMITS", Limits(wall_s=1, cpu_s=5))
    before = "    for t in range(frames):"
    result = failure(sandbox, before, "    t = 0\n    while t < frames:")
    assert (result.failed_stage, result.exit.limit) == (Stage.ENCODE, Limit.WALL_CLOCK)


def test_a_search_over_all_pairs_runs_out_of_memory(sandbox: Sandbox) -> None:
    before = "magnitude).astype"
    result = failure(sandbox, before, "np.zeros((1 << 40,))).astype")
    assert result.exit.limit is Limit.MEMORY or "MemoryError" in result.error_message


def test_a_run_of_mutants_loses_none_of_them(sandbox: Sandbox, tmp_path: Path) -> None:
    store, artifacts, queue = MemoryExperiments(), MemoryArtifacts(), MemoryQueue()
    spool = Spool(tmp_path / "parcels.db")
    loop = Loop(store, artifacts, queue, sandbox, MutateProposer(), COURSE, spool)
    summary = loop.run(experiments=12, seed=3, jobs=2)
    assert len(summary.experiments) == len(store.items) == 12
    assert ExperimentStatus.RUNNING not in summary.counts
    failed = [e for e in summary.experiments if e.status is ExperimentStatus.FAILED]
    assert len(failed) >= 4
    assert {e.failure_id for e in failed} == {event.failure_id for event in queue.events}
    for event in queue.events:
        assert event.error_message
        assert event.findings or event.exceptions or event.exit.limit
    adopted = [e for e in summary.experiments if e.status is ExperimentStatus.ADOPTED]
    assert all(len(e.points) == len(QPS) for e in adopted)
    assert spool.depth().parcels == 0
