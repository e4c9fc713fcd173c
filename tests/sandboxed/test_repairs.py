"""Candidates that die in real boxes are repaired there, and their diagnoses proven by it."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest

from errata.taxonomy import Category, ExperimentStatus, Verification
from orchestrator.codec import evaluate
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.synthetic import moving_texture
from orchestrator.learning.mending import COST
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.sandbox import open_sandbox
from orchestrator.sandbox.step import Limits
from orchestrator.spool import Spool
from tests.unit.orchestrator.clinic import Clinic
from tests.unit.orchestrator.fakes import MemoryArtifacts

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
COURSE = Course((Clip("texture", moving_texture()),))
FRAMES = "    for t in range(frames):"


class Careless(MutateProposer):
    """Makes the same mistake in new words; mends as the mutating proposer does."""

    def __init__(self, mistake: str) -> None:
        self.mistake = mistake

    def propose(self, brief: Brief, random: Random) -> Proposal:
        if brief.repair:
            return super().propose(brief, random)
        return Proposal(f"{self.mistake}# {random.random()}\n", "a careless edit")


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        (FRAMES, f"    share = 8 // (qp - qp)\n{FRAMES}", Category.RUNTIME_ERROR),
        ("np.rint(", "np.float(1) * np.rint(", Category.RUNTIME_ERROR),
        ("    return HEADER.pack(", "    return qp, HEADER.pack(", Category.VALIDATION_ERROR),
        ("def decode(", "def decode_video(", Category.VALIDATION_ERROR),
        (
            FRAMES,
            f"    level = 1\n    while level:\n        level += 1\n{FRAMES}",
            Category.TIMEOUT,
        ),
    ],
    ids=["zero", "removed name", "tuple", "other name", "endless loop"],
)
def test_a_crash_in_a_box_is_repaired_and_its_diagnosis_verified(
    before: str, after: str, category: Category, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert before in START
    if category is Category.TIMEOUT:
        monkeypatch.setattr(evaluate, "SMOKE_LIMITS", Limits(wall_s=2, cpu_s=5))
    clinic, artifacts = Clinic(), MemoryArtifacts()
    careless = Careless(START.replace(before, after, 1))
    spool = Spool(tmp_path / "parcels.db")
    loop = Loop(clinic, artifacts, clinic, open_sandbox(), careless, COURSE, spool)
    summary = replace(loop, repairs=clinic).run(experiments=2 + COST, seed=1, jobs=1)

    *failed, repair = summary.experiments[1:]
    assert [each.status for each in failed] == [ExperimentStatus.FAILED] * COST
    assert repair.repairs in {each.experiment_id for each in failed}
    assert repair.operator == f"repair/{category}"
    shown = (repair.experiment_id, Verification.VERIFIED)
    assert clinic.settled == {repair.repairs: shown}, clinic.events[-1].error_message
