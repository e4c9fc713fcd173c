"""The loop repairs what failed, and tells by it whether a diagnosis was right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from errata.errors import ConflictError
from errata.experiments import Experiment
from errata.repairs import RepairAttempt
from errata.taxonomy import Category, ExperimentStatus, Stage, Verification
from orchestrator.learning.mending import COST, EXPLAINED_BY, STARTED_BY, Repairs
from orchestrator.learning.patients import Job
from orchestrator.loop import Loop
from orchestrator.proposers.directed import mended
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.summary import RunSummary
from tests.support.samples import experiment
from tests.unit.orchestrator.clinic import Clinic
from tests.unit.orchestrator.house import ADOPTED, FAILED, START, House

VERIFIED, REFUTED = Verification.VERIFIED, Verification.REFUTED
BY_ZERO = START.replace(
    "    for t in range", "    share = 8 // (qp - qp)\n    for t in range", 1
).replace("ROUNDING = 0.5", "ROUNDING = 0.45")
OTHERWISE = START.replace("    for t in range", "    raise OSError('disk')\n    for t in range")
PASSES = 3
"""Other experiments before a repair is due."""


class Medic:
    """Proposes one source in new words, and mends what it is given as it is told to."""

    name = "medic"

    def __init__(self, code: str = BY_ZERO, mend: str | None = None) -> None:
        self.code = code
        self.mend = mend
        self.briefs: list[Brief] = []

    def propose(self, brief: Brief, random: Random) -> Proposal:
        words = f"# {random.random()}\n"
        if brief.repair is None:
            return Proposal(self.code + words, "an idea", operator="delete/encode")
        self.briefs.append(brief)
        if self.mend is None:
            return mended(brief.repair, brief.parent)
        return Proposal(self.mend and self.mend + words, "a repair", "" if self.mend else "no idea")


class Ward:
    """A loop whose failures are explained at once, and repaired."""

    def __init__(self, folder: Path) -> None:
        self.store = Clinic()
        self.house = House(folder)
        self.house.store = self.store

    def loop(self, proposer: Medic) -> Loop:
        loop = self.house.loop_of(proposer)
        return replace(loop, queue=self.store, repairs=self.store)

    def run(self, proposer: Medic, experiments: int = 2 + PASSES) -> RunSummary:
        return self.loop(proposer).run(experiments=experiments, seed=1, jobs=1)


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    return Ward(tmp_path)


def repairs_of(summary: RunSummary) -> list[Experiment]:
    return [each for each in summary.experiments if each.repairs]


def test_a_crash_is_repaired_and_its_diagnosis_verified(ward: Ward) -> None:
    medic = Medic()
    summary = ward.run(medic)
    (repair,) = repairs_of(summary)
    failed = ward.store.experiment(repair.repairs or "")

    assert (repair.status, failed.status) == (ADOPTED, FAILED)
    assert repair.parent_id == failed.parent_id
    assert repair.operator == f"repair/{failed.category}"
    assert ward.store.settled == {failed.experiment_id: (repair.experiment_id, VERIFIED)}
    (brief,) = medic.briefs
    assert brief.repair
    lines = brief.repair.code.splitlines()
    assert "share = 8 // (qp - qp)" in lines[(brief.repair.line or 0) - 1]
    assert "ZeroDivisionError" in brief.repair.error_message
    assert brief.repair.fix_suggestion
    assert brief.parent == START
    mended_code = ward.house.artifacts.blobs[repair.code.key if repair.code else ""].decode()
    assert "share = 8 // ((qp - qp or 1))" in mended_code
    assert "ROUNDING = 0.45" in mended_code


def test_a_repair_that_dies_the_same_death_refutes_the_diagnosis(ward: Ward) -> None:
    again = BY_ZERO.replace("share", "part").replace("0.45", "0.4")
    (repair,) = repairs_of(ward.run(Medic(mend=again)))
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, REFUTED)}


def test_a_repair_that_dies_otherwise_shows_nothing(ward: Ward) -> None:
    (repair,) = repairs_of(ward.run(Medic(mend=OTHERWISE)))
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, None)}


def test_a_repair_that_lives_and_is_no_better_verifies_all_the_same(ward: Ward) -> None:
    worse = START.replace("ROUNDING = 0.5", "ROUNDING = 0.7")
    (repair,) = repairs_of(ward.run(Medic(mend=worse)))
    assert (repair.status, repair.stage) == (FAILED, Stage.JUDGE)
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, VERIFIED)}


def test_a_repair_that_lives_and_breaks_the_picture_shows_nothing(ward: Ward) -> None:
    grey = START.replace("ROUNDING = 0.5", "ROUNDING = 0.5\nGREY = 0").replace(
        "return y, u, v", "return y * 0 + 128, u, v"
    )
    assert "128" in grey
    (repair,) = repairs_of(ward.run(Medic(mend=grey)))
    assert repair.stage is Stage.JUDGE
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, None)}


def test_without_code_a_repair_failed_at_propose(ward: Ward) -> None:
    (repair,) = repairs_of(ward.run(Medic(mend="")))
    assert (repair.status, repair.stage, repair.code) == (FAILED, Stage.PROPOSE, None)
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, None)}


def test_at_most_one_experiment_in_four_repairs_and_none_is_repaired_twice(ward: Ward) -> None:
    summary = ward.run(Medic(mend=OTHERWISE), experiments=1 + 4 * (COST + 1))
    repairs = repairs_of(summary)
    assert len(repairs) == 4
    assert len({each.repairs for each in repairs}) == 4
    tried = [each.repairs is not None for each in summary.experiments[1:]]
    assert [n for n, it in enumerate(tried) if it] == [3, 7, 11, 15]


def test_nothing_is_repaired_unless_it_is_asked_for(ward: Ward) -> None:
    loop = replace(ward.loop(Medic()), repairs=None)
    assert repairs_of(loop.run(experiments=6, seed=1, jobs=1)) == []


def test_what_cannot_be_mended_is_left_to_others_and_asked_about_once(ward: Ward) -> None:
    medic = Medic(mend=START)
    summary = ward.run(medic, experiments=7)
    assert repairs_of(summary) == []
    asked = [brief.repair.experiment_id for brief in medic.briefs if brief.repair]
    assert len(asked) == len(set(asked)) > 0
    assert ward.store.claims_on == {}


def test_a_repair_waits_for_its_diagnosis_and_stops_nobody(ward: Ward) -> None:
    ward.run(Medic(mend=OTHERWISE), experiments=1 + PASSES)
    ward.store.diagnosing = False
    (repair,) = repairs_of(ward.run(Medic(mend=OTHERWISE), experiments=1 + PASSES))
    assert ward.store.settled == {}

    ward.store.explain(ward.store.events[-1])
    other_orchestrator(ward).catch_up()
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, None)}


def test_a_table_that_does_not_answer_stops_no_run(ward: Ward) -> None:
    ward.store.down = True
    summary = ward.run(Medic(), experiments=6)
    assert len(summary.experiments) == 6
    assert repairs_of(summary) == []


def other_orchestrator(ward: Ward) -> Repairs:
    return Repairs(ward.store, ward.house.artifacts)


def jobs(ward: Ward) -> list[Job]:
    repairs = other_orchestrator(ward)
    for _ in range(COST):
        repairs.explored()
    return list(repairs.jobs(Brief(START), Random(1)))  # noqa: S311 - repeatable


def test_two_orchestrators_never_repair_one_failure(ward: Ward) -> None:
    ward.run(Medic(), experiments=4)
    first, second = jobs(ward), jobs(ward)
    assert len(first) == 3
    assert second == []


def test_what_was_claimed_between_looking_and_claiming_is_left(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.run(Medic(), experiments=2)

    def claimed_by_another(attempt: RepairAttempt) -> None:
        raise ConflictError(attempt.repairs)

    monkeypatch.setattr(ward.store, "claim_repair", claimed_by_another)
    assert jobs(ward) == []


def test_a_claim_whose_owner_died_is_given_back(ward: Ward) -> None:
    ward.run(Medic(), experiments=2)
    (job,) = jobs(ward)
    other_orchestrator(ward).catch_up()
    assert ward.store.open
    failed = job.attempt.repairs
    long_ago = datetime.now(UTC) - STARTED_BY - timedelta(minutes=1)
    ward.store.open[failed] = job.attempt.model_copy(update={"claimed_at": long_ago})
    other_orchestrator(ward).catch_up()
    assert ward.store.open == {}
    assert [it.attempt.repairs for it in jobs(ward)] == [failed]


@pytest.mark.parametrize(
    ("status", "left"), [(ExperimentStatus.ABANDONED, False), (ExperimentStatus.RUNNING, True)]
)
def test_a_repair_that_was_stopped_may_be_tried_again(
    ward: Ward, status: ExperimentStatus, left: bool
) -> None:
    ward.run(Medic(), experiments=2)
    (job,) = jobs(ward)
    child = experiment(9, repairs=job.attempt.repairs, status=status)
    ward.store.items[child.experiment_id] = child
    other_orchestrator(ward).catch_up()
    assert (job.attempt.repairs in ward.store.claims_on) is left
    assert ward.store.settled == {}


def test_a_death_that_is_never_explained_is_settled_in_the_end(ward: Ward) -> None:
    ward.run(Medic(), experiments=2)
    (job,) = jobs(ward)
    child = experiment(9, repairs=job.attempt.repairs, status=FAILED)
    ward.store.items[child.experiment_id] = child
    other_orchestrator(ward).catch_up()
    assert ward.store.settled == {}
    long_ago = datetime.now(UTC) - EXPLAINED_BY - timedelta(minutes=1)
    ward.store.open[job.attempt.repairs] = job.attempt.model_copy(update={"claimed_at": long_ago})
    other_orchestrator(ward).catch_up()
    assert ward.store.settled == {job.attempt.repairs: (child.experiment_id, None)}


def test_kinds_of_repair_that_fare_badly_come_last(ward: Ward) -> None:
    ward.run(Medic(), experiments=4)
    ward.store.explain(ward.store.events[1], category=Category.TIMEOUT, confidence=0.9)
    timed_out = ward.store.events[1].experiment_id
    repairs, last = other_orchestrator(ward), 0
    for _ in range(COST):
        repairs.explored()
    told = Brief(START, advice={f"repair/{Category.TIMEOUT}": 0.05})
    for seed in range(20):
        order = repairs._chosen(told, Random(seed))  # noqa: S311 - repeatable
        last += order[-1].experiment_id == timed_out
    assert last > 14


def test_a_repair_that_does_exactly_as_the_champion_does_lived(ward: Ward) -> None:
    (repair,) = repairs_of(ward.run(Medic(mend=START + "AS_BEFORE = True\n")))
    assert "bd_rate_vs_champion_percent" not in repair.metrics
    assert ward.store.settled == {repair.repairs: (repair.experiment_id, VERIFIED)}
