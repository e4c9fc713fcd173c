"""Stored candidates are tried again: the same code, claimed by its run, its origin on record."""

from pathlib import Path

import pytest

from errata.errors import NotFoundError
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.proposers.choice import Replay
from orchestrator.proposers.replay import ReplayProposer, chosen
from orchestrator.summary import RunSummary
from tests.unit.orchestrator.house import BETTER, CRASHES, FAILED, START, WORSE, House

pytestmark = pytest.mark.usefixtures("without_vmaf")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def first(house: House) -> RunSummary:
    """The start codec, one that crashes, one that is worse, and an attempt without code."""
    return house.loop(CRASHES, WORSE, "").run(experiments=4, seed=1, jobs=1)


def replay(house: House, choice: Replay, experiments: int = 24) -> tuple[Experiment, ...]:
    proposer = ReplayProposer(chosen(house.store, choice), house.artifacts)
    return house.loop_of(proposer).run(experiments=experiments, seed=2, jobs=1).experiments


def test_a_runs_candidates_are_tried_again_and_then_the_run_ends(
    house: House, first: RunSummary
) -> None:
    start, crash, worse, _ = first.experiments
    again = replay(house, Replay(run_id=first.run_id))
    assert [e.replays for e in again] == [e.experiment_id for e in (start, crash, worse)]
    assert [e.stage for e in again] == [Stage.JUDGE, Stage.ENCODE, Stage.JUDGE]
    assert {e.proposer for e in again} == {"replay"}
    assert [e.code for e in again] == [start.code, crash.code, worse.code]
    # It is on record what they were made from, and what they were to find out.
    assert [e.parent_id for e in again] == [None, crash.parent_id, worse.parent_id]
    assert again[1].hypothesis == f"Again as in {crash.experiment_id}: another try"


def test_each_run_may_repeat_what_another_repeated(house: House, first: RunSummary) -> None:
    ids = (first.experiments[1].experiment_id,)
    once, twice = (replay(house, Replay(ids)) for _ in range(2))
    assert [e.replays for e in (*once, *twice)] == [*ids, *ids]
    # But nobody may propose the code as if it were new.
    summary = house.loop(CRASHES).run(experiments=1, seed=3, jobs=1)
    assert house.queue.events[-1].findings[0].code == "nothing_new"
    assert summary.experiments[0].status is FAILED


def test_the_newest_are_counted_without_repetitions_and_attempts_without_code(
    house: House, first: RunSummary
) -> None:
    replay(house, Replay((first.experiments[1].experiment_id,)))
    again = replay(house, Replay(newest=2))
    assert len(again) == 2
    assert all(e.replays in {x.experiment_id for x in first.experiments} for e in again)


def test_code_that_is_gone_is_left_out(house: House, first: RunSummary) -> None:
    crash = first.experiments[1]
    assert crash.code is not None
    del house.artifacts.blobs[crash.code.key]
    again = replay(house, Replay(run_id=first.run_id))
    assert crash.experiment_id not in {e.replays for e in again}
    assert len(again) == 2


def test_an_experiment_that_does_not_exist_is_an_error(house: House, first: RunSummary) -> None:
    assert first.champion_id
    with pytest.raises(NotFoundError):
        replay(house, Replay(("01KAJ000000000000000000001",)))


def test_no_more_are_tried_than_asked_for(house: House, first: RunSummary) -> None:
    assert len(replay(house, Replay(run_id=first.run_id), experiments=1)) == 1


def test_a_replayed_champion_does_not_take_its_own_place(house: House) -> None:
    summary = house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    assert summary.champion_id
    (again,) = replay(house, Replay((summary.champion_id,)))
    assert (again.status, again.stage) == (FAILED, Stage.JUDGE)
    assert house.store.champion_id == summary.champion_id
    assert START != BETTER
