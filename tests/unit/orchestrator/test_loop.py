import threading
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from errata.errors import ErrataError, SandboxError, StorageError
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator import runs as runs_module
from orchestrator.loop import Loop
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.spool import Spool
from tests.unit.orchestrator.fakes import OpenSandbox
from tests.unit.orchestrator.house import (
    ABANDONED,
    ADOPTED,
    BETTER,
    BETTER_YET,
    CRASHES,
    FAILED,
    START,
    WORSE,
    House,
    Script,
)

pytestmark = pytest.mark.usefixtures("without_vmaf")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def statuses(experiments: Sequence[Experiment]) -> list[ExperimentStatus]:
    return [experiment.status for experiment in experiments]


def test_the_start_codec_is_the_first_champion(house: House) -> None:
    summary = house.loop().run(experiments=1, seed=1)
    (first,) = summary.experiments
    assert (first.status, first.proposer, first.parent_id) == (ADOPTED, "start", None)
    assert [point["qp"] for point in first.points] == [22, 27, 32, 37]
    assert summary.champion_id == first.experiment_id
    assert house.queue.events == []


def test_better_candidates_are_adopted_and_the_others_fail(house: House) -> None:
    summary = house.loop(BETTER, WORSE, CRASHES, BETTER_YET).run(experiments=5, seed=1, jobs=1)
    assert statuses(summary.experiments) == [ADOPTED, ADOPTED, FAILED, FAILED, ADOPTED]
    start, better, worse, crashed, best = summary.experiments
    assert (better.parent_id, best.parent_id) == (start.experiment_id, better.experiment_id)
    assert better.metrics["bd_rate_vs_champion_percent"] < -1
    assert (worse.stage, crashed.stage) == (Stage.JUDGE, Stage.ENCODE)
    assert worse.metrics["bd_rate_vs_champion_percent"] > 1
    assert summary.counts == {ADOPTED: 3, FAILED: 2}


def test_a_rejected_candidate_keeps_its_curve_and_its_log_says_why(house: House) -> None:
    summary = house.loop(WORSE).run(experiments=2, seed=1, jobs=1)
    assert len(summary.experiments[1].points) == 4
    (event,) = house.queue.events
    assert event.findings[0].code == "worse_than_champion"
    assert event.error_message in event.log_tail
    assert event.exit.code == 0


def test_every_failure_is_sent_to_be_explained(house: House) -> None:
    summary = house.loop(WORSE, CRASHES).run(experiments=6, seed=1, jobs=2)
    failed = [e for e in summary.experiments if e.status is FAILED]
    assert {event.failure_id for event in house.queue.events} == {e.failure_id for e in failed}
    assert all(house.artifacts.get(event.code) for event in house.queue.events if event.code)


def test_an_attempt_without_code_failed_at_propose_and_nothing_ran(house: House) -> None:
    house.loop().run(experiments=1, seed=1)
    house.sandbox.steps.clear()
    summary = house.loop("").run(experiments=1, seed=1, jobs=1)
    (attempt,) = summary.experiments
    assert (attempt.status, attempt.stage, attempt.code) == (FAILED, Stage.PROPOSE, None)
    assert attempt.points == ()
    (event,) = house.queue.events
    assert (event.error_message, event.findings[0].code) == ("out of ideas", "no_code")
    assert len(house.sandbox.steps) == 10  # the champion's own measurement


def test_the_same_seed_gives_proposers_the_same_chances(tmp_path: Path) -> None:
    scripts = []
    for number, seed in enumerate((5, 5, 6)):
        loop = House(tmp_path / str(number)).loop(CRASHES, WORSE, CRASHES + "#")
        loop.run(experiments=4, seed=seed, jobs=1)
        scripts.append(loop.proposer.chances)
    assert scripts[0] == scripts[1]
    assert scripts[1] != scripts[2]


def test_a_proposer_that_repeats_itself_is_asked_again(house: House) -> None:
    loop = house.loop(CRASHES, CRASHES, CRASHES, WORSE, CRASHES)
    summary = loop.run(experiments=4, seed=1, jobs=1)
    assert [e.stage for e in summary.experiments[1:3]] == [Stage.ENCODE, Stage.JUDGE]
    nothing_new = summary.experiments[3]  # for nothing else came
    assert (nothing_new.status, nothing_new.stage) == (FAILED, Stage.PROPOSE)
    assert house.queue.events[-1].findings[0].code == "nothing_new"


def test_what_another_run_has_tried_is_not_tried_again(house: House) -> None:
    house.loop(CRASHES).run(experiments=2, seed=1, jobs=1)
    summary = house.loop(CRASHES, WORSE).run(experiments=1, seed=1, jobs=1)
    assert [e.stage for e in summary.experiments] == [Stage.JUDGE]


def test_the_next_run_builds_on_the_champion(house: House) -> None:
    house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    again = house.loop(BETTER_YET)
    summary = again.run(experiments=1, seed=2, jobs=1)
    assert again.proposer.parents == [BETTER]
    assert statuses(summary.experiments) == [ADOPTED]


def test_a_champion_that_no_longer_passes_gives_way_to_its_parent(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    summary = house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    champion = summary.experiments[1]
    assert champion.code is not None
    house.artifacts.blobs[champion.code.key] = CRASHES.encode()
    again = house.loop(WORSE)
    again.run(experiments=1, seed=1, jobs=1)
    assert again.proposer.parents == [START]
    assert champion.experiment_id in caplog.text


def test_of_two_improvements_of_one_parent_the_lesser_does_not_undo_the_greater(
    house: House,
) -> None:
    """Two workers take the same parent; the better candidate gets its verdict first."""
    house.loop().run(experiments=1, seed=1)
    both_proposed, best_judged = threading.Barrier(2, timeout=30), threading.Event()

    class Rivals(Script):
        def propose(self, brief: Brief, random: Random) -> Proposal:
            proposal = super().propose(brief, random)
            both_proposed.wait()
            if proposal.code == BETTER:
                assert best_judged.wait(30)
            return proposal

    loop = Loop(
        house.store,
        house.artifacts,
        house.queue,
        house.sandbox,
        Rivals(BETTER, BETTER_YET),
        house.course,
        house.spool,
        house.pace,
    )
    summary = loop.run(experiments=2, seed=1, on_finished=lambda _: best_judged.set())
    assert sorted(statuses(summary.experiments)) == [ADOPTED, FAILED]
    assert house.queue.events[0].findings[0].code == "overtaken"


def test_boxes_wait_while_a_run_lasts(house: House) -> None:
    house.loop(CRASHES).run(experiments=4, seed=1, jobs=2)
    assert house.sandbox.steps
    assert house.sandbox.steps_without_waiting == 0
    assert house.sandbox.waiting == 0


def test_a_stop_abandons_what_is_running_and_starts_nothing_new(house: House) -> None:
    house.loop().run(experiments=1, seed=1)
    stop = threading.Event()
    house.sandbox = OpenSandbox(lambda: stop.set() if len(house.sandbox.steps) >= 13 else None)
    # Two sources, for a second try of one would fail of having been tried.
    summary = house.loop(BETTER, f"{BETTER}# anew\n").run(experiments=50, seed=1, jobs=2, stop=stop)
    assert 1 <= len(summary.experiments) <= 2
    assert set(statuses(summary.experiments)) == {ABANDONED}
    assert all(e.status is not ExperimentStatus.RUNNING for e in house.store.items.values())
    assert house.queue.events == []


def test_a_stop_before_anything_ran(house: House) -> None:
    stop = threading.Event()
    stop.set()
    summary = house.loop().run(experiments=5, seed=1, stop=stop)
    assert summary.experiments == ()
    assert house.store.items == {}


def test_a_run_goes_on_while_the_queue_is_away(house: House) -> None:
    house.loop().run(experiments=1, seed=1)
    house.queue.down = True
    summary = house.loop(CRASHES, WORSE, BETTER).run(experiments=3, seed=1, jobs=1)
    assert statuses(summary.experiments) == [FAILED, FAILED, ADOPTED]
    assert summary.undelivered == 2
    assert house.queue.events == []
    house.queue.down = False
    summary = house.loop(CRASHES).run(experiments=1, seed=1, jobs=1)
    assert summary.undelivered == 0
    assert len(house.queue.events) == 3
    assert all(e.status is not ExperimentStatus.RUNNING for e in house.store.items.values())


def test_without_room_for_evidence_nothing_starts(house: House, tmp_path: Path) -> None:
    house.spool = Spool(tmp_path / "small.db", limit=1 << 20, room=2 << 20)
    with pytest.raises(StorageError, match="no experiment starts: 0 outcomes wait"):
        house.loop().run(experiments=1, seed=1)
    assert house.store.items == {}


def test_a_sandbox_that_breaks_stops_the_run_and_abandons_the_experiment(house: House) -> None:
    house.loop().run(experiments=1, seed=1)

    def collapse() -> None:
        if len(house.sandbox.steps) >= 11:
            raise SandboxError("bwrap is gone")

    house.sandbox = OpenSandbox(collapse)
    with pytest.raises(SandboxError, match="bwrap is gone"):
        house.loop(BETTER).run(experiments=10, seed=1, jobs=2)
    assert set(statuses(list(house.store.items.values()))) == {ADOPTED, ABANDONED}


def test_when_one_worker_meets_a_broken_sandbox_the_others_stop_too(house: House) -> None:
    house.loop().run(experiments=1, seed=1)

    def collapse() -> None:
        if len(house.sandbox.steps) == 5:
            raise SandboxError("no cgroup")

    house.sandbox = OpenSandbox(collapse)
    with pytest.raises(SandboxError):
        house.loop(CRASHES).run(experiments=300, seed=1, jobs=2)
    assert len(house.store.items) < 300


def test_a_start_codec_that_fails_is_an_error(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs_module, "_start_codec", lambda: Proposal(CRASHES, "start"))
    with pytest.raises(ErrataError, match="the start codec itself failed at stage encode"):
        house.loop().run(experiments=3, seed=1)
    assert statuses(list(house.store.items.values())) == [FAILED]


def test_a_summary_is_json(house: House) -> None:
    summary = house.loop(WORSE).run(experiments=2, seed=3, jobs=1)
    assert '"seed":3' in summary.model_dump_json()
    assert type(summary).model_validate_json(summary.model_dump_json()) == summary
