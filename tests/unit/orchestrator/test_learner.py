"""What a run learns of its failures, and what it does with it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from errata.diagnosis import Group
from errata.errors import StorageError
from errata.experiments import Experiment
from errata.learning import OTHERS, Arm, Death, Outcome, RepairTally
from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Severity, Stage
from orchestrator.codec.verdict import BD_RATE
from orchestrator.learning import learner as module
from orchestrator.loop import Loop
from orchestrator.proposers.port import Brief, Proposal
from tests.unit.orchestrator.house import CRASHES, FAILED, START, House

pytestmark = pytest.mark.usefixtures("without_vmaf")
GROUP = "v2-" + "a" * 32
SKIPPED = ExperimentStatus.SKIPPED


class Lore:
    """What was learnt, in memory; every failure before the verdict is diagnosed as one group."""

    def __init__(self, house: House, category: Category = Category.RUNTIME_ERROR) -> None:
        self.house = house
        self.category = category
        self.status = GroupStatus.OPEN
        self.outcomes: list[Outcome] = []
        self.constructs: dict[str, Death] = {}
        self.diagnosing = True
        self.down = False

    def arms(self) -> Sequence[Arm]:
        known: dict[str, Arm] = {}
        for outcome in self.outcomes:
            name = outcome.arm.partition("/")[0]
            known[name] = known.get(name, Arm(operator=name)).after(outcome)
        return list(known.values())

    def credit(self, outcome: Outcome) -> None:
        if self.down:
            raise StorageError("the table does not answer")
        self.outcomes.append(outcome)

    def remember(self, deaths: Sequence[Death]) -> None:
        self.constructs |= {death.known_by: death for death in deaths}

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        if self.down:
            raise StorageError("the table does not answer")
        return [self.constructs[each] for each in constructs if each in self.constructs]

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        verdict = {"fingerprint": GROUP, "category": self.category} if self.diagnosing else {}
        found = [self.house.store.items[name] for name in experiment_ids]
        return [experiment.model_copy(update=verdict) for experiment in found]

    def repairs(self) -> Mapping[Category, RepairTally]:
        return {}

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        now = datetime.now(UTC)
        group = Group(
            fingerprint=GROUP,
            category=self.category,
            severity=Severity.HIGH,
            stage=Stage.ENCODE,
            root_cause="The disk is gone.",
            fix_suggestion="Leave the disk alone.",
            count=3,
            first_seen=now,
            last_seen=now,
            exemplar_experiment_id="0" * 26,
            exemplar_failure_id="0" * 26,
            status=self.status,
        )
        return dict.fromkeys(set(fingerprints) & {GROUP}, group)


class Doomed:
    """Proposes the same death in codecs that differ by a comment."""

    name = "doomed"

    def __init__(self, code: str = CRASHES) -> None:
        self.code = code
        self.briefs: list[Brief] = []

    def propose(self, brief: Brief, random: Random) -> Proposal:
        self.briefs.append(brief)
        return Proposal(f"{self.code}# {random.random()}\n", "again", operator="delete/encode")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def taught(house: House, lore: Lore, proposer: Doomed) -> Loop:
    return replace(house.loop_of(proposer), learning=lore)


def test_what_is_known_to_kill_is_stored_with_the_reason_and_not_run(house: House) -> None:
    summary = taught(house, Lore(house), Doomed()).run(experiments=3, seed=1, jobs=1)
    _, died, *skipped = summary.experiments
    assert (died.status, died.skipped_for) == (FAILED, None)
    assert {e.status for e in skipped} == {SKIPPED}
    assert {e.skipped_for for e in skipped} == {died.experiment_id}
    assert len(house.queue.events) == 1
    assert {house.store.items[e.experiment_id].status for e in skipped} == {SKIPPED}


def test_a_death_on_the_hold_out_clip_is_counted_and_no_lesson(house: House) -> None:
    lore = Lore(house)
    known = module.Learner(lore)
    summary = house.loop_of(Doomed()).run(experiments=2, seed=1, jobs=1)
    died = summary.experiments[1].model_copy(update={"metrics": {BD_RATE: -2.0}})
    for _ in range(module.REFRESH_EVERY):
        known.note(died, START, CRASHES)
    assert {outcome.died_of for outcome in lore.outcomes} == {OTHERS}
    assert lore.constructs == {}
    chance = Random(1)  # noqa: S311 - repeatable, guards nothing
    assert known.brief(Brief(START), chance).lessons == ()


def test_another_is_tried_in_the_place_of_what_is_skipped(house: House) -> None:
    class Learns(Doomed):
        def propose(self, brief: Brief, random: Random) -> Proposal:
            self.code = CRASHES if len(self.briefs) < 3 else START.replace("= 0.5", "= 0.7")
            return super().propose(brief, random)

    summary = taught(house, Lore(house), Learns()).run(experiments=3, seed=1, jobs=1)
    statuses = [e.status for e in summary.experiments]
    assert statuses == [ExperimentStatus.ADOPTED, FAILED, SKIPPED, SKIPPED, FAILED]


def test_a_resolved_group_is_tried_again(house: House) -> None:
    lore = Lore(house)
    lore.status = GroupStatus.RESOLVED
    summary = taught(house, lore, Doomed()).run(experiments=4, seed=1, jobs=1)
    assert [e.status for e in summary.experiments[1:]] == [FAILED] * 3


def test_without_feedback_nothing_is_skipped(house: House) -> None:
    summary = house.loop_of(Doomed()).run(experiments=4, seed=1, jobs=1)
    assert [e.status for e in summary.experiments[1:]] == [FAILED] * 3


def test_an_arm_is_credited_once_its_failure_is_explained(house: House) -> None:
    lore = Lore(house)
    lore.diagnosing = False
    loop = taught(house, lore, Doomed())
    loop.run(experiments=2, seed=1, jobs=1)
    assert lore.outcomes == []
    lore.diagnosing = True
    learner = module.Learner(lore)
    failed = next(e for e in house.store.items.values() if e.status is FAILED)
    learner.note(failed, START, CRASHES)
    assert lore.outcomes == [Outcome("delete/encode", died_of=GROUP)]
    learner.note(house.store.items[failed.experiment_id], START, CRASHES)
    assert len(lore.outcomes) == 2


def test_a_judged_candidate_is_no_death(house: House) -> None:
    lore = Lore(house)
    worse = Doomed(START.replace("ROUNDING = 0.5", "ROUNDING = 0.7"))
    taught(house, lore, worse).run(experiments=2, seed=1, jobs=1)
    assert lore.outcomes == [Outcome("delete/encode")]
    assert lore.constructs == {}


def test_failures_without_a_diagnosis_are_not_waited_for_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PENDING", 2)
    lore = Lore(house)
    lore.diagnosing = False
    taught(house, lore, Doomed()).run(experiments=6, seed=1, jobs=1)
    assert lore.outcomes == [Outcome("delete/encode", died_of="")] * 3


def test_proposers_are_told_how_arms_fare_and_what_was_learnt(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REFRESH_EVERY", 1)
    proposer = Doomed()
    taught(house, Lore(house), proposer).run(experiments=3, seed=1, jobs=1)
    first, last = proposer.briefs[0], proposer.briefs[-1]
    assert (first.advice, first.lessons) == ({}, ())
    assert last.advice.keys() == {"delete", "delete/encode"}
    (lesson,) = last.lessons
    assert (lesson.operator, lesson.root_cause) == ("delete", "The disk is gone.")


def test_what_a_verified_diagnosis_says_is_told_first(house: House) -> None:
    proven = "v2-" + "e" * 32

    class Proven(Lore):
        def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
            (group,) = super().known_groups([GROUP]).values()
            known = group.model_copy(update={"fingerprint": proven, "verified": 1})
            return {name: {GROUP: group, proven: known}[name] for name in fingerprints}

    lore = Proven(house)
    lore.outcomes = [Outcome("swap", died_of=group) for group in (GROUP, GROUP, proven)]
    lessons = module.Learner(lore).brief(Brief(""), Random(1)).lessons  # noqa: S311 - repeatable
    assert [lesson.verified for lesson in lessons] == [True, False]


def test_what_was_just_learnt_is_told_at_once(house: House) -> None:
    proposer = Doomed()
    taught(house, Lore(house), proposer).run(experiments=3, seed=1, jobs=1)
    assert [bool(brief.advice) for brief in proposer.briefs[:2]] == [False, True]


def test_an_adoption_is_credited_with_the_rate_it_saves(house: House) -> None:
    lore = Lore(house)
    better = Doomed(START.replace("ROUNDING = 0.5", "ROUNDING = 0.3"))
    summary = taught(house, lore, better).run(experiments=2, seed=1, jobs=1)
    bd_rate = summary.experiments[-1].metrics["bd_rate_vs_champion_percent"]
    assert bd_rate < 0
    (outcome,) = lore.outcomes
    assert outcome.gained == pytest.approx(-math.log(1 + bd_rate / 100))


def test_a_table_that_does_not_answer_stops_no_run(house: House) -> None:
    lore = Lore(house)
    lore.down = True
    worse = Doomed(START.replace("ROUNDING = 0.5", "ROUNDING = 0.7"))
    summary = taught(house, lore, worse).run(experiments=3, seed=1, jobs=1)
    assert len(summary.experiments) == 3
