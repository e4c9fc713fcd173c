"""Several orchestrators at work on one store."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from errata.taxonomy import ExperimentStatus
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.spool import Spool
from orchestrator.summary import RunSummary
from tests.unit.orchestrator.house import (
    ADOPTED,
    BETTER,
    BETTER_YET,
    FAILED,
    START,
    WORSE,
    House,
    Script,
)

pytestmark = pytest.mark.usefixtures("without_vmaf")


class Variations:
    """Proposes from a small store of ideas, so that orchestrators often have the same one."""

    name = "variations"

    def propose(self, brief: Brief, random: Random) -> Proposal:
        assert brief.parent
        return Proposal(START.replace("ROUNDING = 0.5", f"ROUNDING = 0.{random.randrange(30, 90)}"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def run_at_once(house: House, tmp_path: Path, orchestrators: int) -> list[RunSummary]:
    begin = threading.Barrier(orchestrators, timeout=60)

    def run(number: int) -> RunSummary:
        loop = house.loop_of(Variations(), Spool(tmp_path / f"{number}.db", room=0))
        begin.wait()
        return loop.run(experiments=5, seed=number, jobs=2)

    with ThreadPoolExecutor(orchestrators) as pool:
        return list(pool.map(run, range(orchestrators)))


def test_no_candidate_is_tried_twice_and_one_line_of_champions_remains(
    house: House, tmp_path: Path
) -> None:
    summaries = run_at_once(house, tmp_path, 3)
    experiments = house.store.items
    tried = [e.code.sha256 for e in experiments.values() if e.code]
    assert len(tried) == len(set(tried))
    assert sum(len(summary.experiments) for summary in summaries) == len(experiments) == 15
    assert ExperimentStatus.RUNNING not in {e.status for e in experiments.values()}
    adopted = [e for e in experiments.values() if e.status is ADOPTED]
    assert [e.proposer for e in adopted if e.parent_id is None] == ["start"]
    assert house.store.champion_id in {e.experiment_id for e in adopted}
    failed = {e.failure_id for e in experiments.values() if e.status is FAILED}
    assert {event.failure_id for event in house.queue.events} == failed


def test_the_next_candidate_is_made_from_what_another_orchestrator_adopted(
    house: House, tmp_path: Path
) -> None:
    house.loop().run(experiments=1, seed=1)

    class Elsewhere(Script):
        def propose(self, brief: Brief, random: Random) -> Proposal:
            if not self.parents:
                other = house.loop_of(Script(BETTER), Spool(tmp_path / "other.db", room=0))
                other.run(experiments=1, seed=1, jobs=1)
            return super().propose(brief, random)

    proposer = Elsewhere(WORSE, BETTER_YET)
    summary = house.loop_of(proposer).run(experiments=2, seed=1, jobs=1)
    assert proposer.parents == [START, BETTER]
    assert [e.status for e in summary.experiments] == [FAILED, ADOPTED]


@pytest.mark.parametrize(
    ("theirs", "ours", "status"),
    [(BETTER_YET, BETTER, FAILED), (BETTER, BETTER_YET, ADOPTED)],
    ids=["worse than theirs", "better than theirs"],
)
def test_who_beat_a_champion_of_yesterday_is_judged_against_todays(
    house: House, tmp_path: Path, theirs: str, ours: str, status: ExperimentStatus
) -> None:
    house.loop().run(experiments=1, seed=1)

    class Elsewhere(Script):
        def propose(self, brief: Brief, random: Random) -> Proposal:
            proposal = super().propose(brief, random)
            other = house.loop_of(Script(theirs), Spool(tmp_path / "other.db", room=0))
            other.run(experiments=1, seed=1, jobs=1)
            return proposal

    summary = house.loop_of(Elsewhere(ours)).run(experiments=1, seed=1, jobs=1)
    assert [e.status for e in summary.experiments] == [status]
    champion = house.store.champion()
    assert champion
    assert champion.code
    assert house.artifacts.get(champion.code).decode() == (ours if status is ADOPTED else theirs)
