from datetime import timedelta
from pathlib import Path

import pytest

from errata.errors import StorageError
from errata.events import FailureEvent
from errata.patterns.match import match
from errata.taxonomy import Category, ExperimentStatus, Severity, Stage
from orchestrator.publish import failure_id
from orchestrator.spool import Spool
from tests.unit.orchestrator.town import CRASH, LEASE, Town, start


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_what_a_vanished_orchestrator_left_fails_at_the_stage_it_reached(town: Town) -> None:
    dead, alive = town.office(), town.office()
    experiment = start(dead)
    dead.leases.hold(experiment.experiment_id, Stage.DECODE)
    dead.leases.renew()
    town.ahead = 2 * LEASE
    (failed,) = alive.catch_up()
    assert (failed.status, failed.stage) == (ExperimentStatus.FAILED, Stage.DECODE)
    assert town.store.items[experiment.experiment_id] == failed
    (event,) = town.queue.events
    assert (event.failure_id, event.stage) == (failed.failure_id, Stage.DECODE)
    assert event.findings[0].code == "orchestrator_vanished"
    assert event.code == experiment.code
    assert alive.catch_up() == []


def test_the_diagnosis_blames_the_machine(town: Town) -> None:
    start(town.office())
    town.ahead = 2 * LEASE
    town.office().catch_up()
    verdict = match(town.queue.events[0]).verdict
    assert (verdict.category, verdict.severity) == (Category.RESOURCE_ERROR, Severity.MEDIUM)
    assert "vanished at stage validate" in verdict.root_cause


def test_what_is_alive_is_left_alone(town: Town) -> None:
    alive, other = town.office(), town.office()
    start(alive)
    town.ahead = LEASE / 2
    assert other.catch_up() == []
    alive.leases.renew()
    town.ahead = LEASE * 1.2
    assert other.catch_up() == []
    assert town.queue.events == []


def test_an_orchestrator_that_slept_does_not_reap_its_own(town: Town) -> None:
    office = town.office()
    start(office)
    town.ahead = 2 * LEASE
    assert office.catch_up() == []


def test_of_several_that_find_it_one_lets_it_fail(town: Town) -> None:
    start(town.office())
    town.ahead = 2 * LEASE
    found = [town.office().catch_up() for _ in range(3)]
    assert [len(reaped) for reaped in found] == [1, 0, 0]
    assert len(town.queue.events) == 1


def test_a_reaper_that_vanishes_is_followed_by_another(town: Town) -> None:
    experiment = start(town.office())
    town.ahead = 1.5 * LEASE
    town.queue.down = True
    town.office().catch_up()  # takes it over, and is never seen again
    assert town.store.items[experiment.experiment_id].status is ExperimentStatus.RUNNING
    town.queue.down = False
    assert town.office().catch_up() == []
    town.ahead = 4 * LEASE
    (failed,) = town.office().catch_up()
    assert [event.failure_id for event in town.queue.events] == [failed.failure_id]


def test_one_whose_failure_is_explained_fails_of_it(town: Town) -> None:
    experiment = start(town.office())
    name = experiment.experiment_id
    known = experiment.model_copy(update={"failure_id": failure_id(name)})
    town.store.items[name] = known
    town.ahead = 2 * LEASE
    (failed,) = town.office().catch_up()
    assert (failed.status, failed.failure_id) == (ExperimentStatus.FAILED, failure_id(name))
    assert town.queue.events == []


def test_what_waits_in_the_spool_has_an_outcome_already(town: Town, tmp_path: Path) -> None:
    """The same host starts again: what it knows of a failure is worth more than its silence."""
    spool = Spool(tmp_path / "shared.db", room=0)
    town.queue.down = True
    before = town.office(spool=spool)
    experiment = start(before)
    before.publisher.fail(experiment, CRASH)
    town.ahead = 2 * LEASE
    again = town.office(spool=spool)
    assert again.catch_up() == []
    assert town.store.items[experiment.experiment_id].status is ExperimentStatus.RUNNING
    town.queue.down = False
    assert again.catch_up() == []
    assert [event.error_message for event in town.queue.events] == ["ValueError: no"]
    assert town.store.items[experiment.experiment_id].status is ExperimentStatus.FAILED


def test_late_news_of_who_was_taken_for_dead_leave_no_trace(town: Town) -> None:
    slow = town.office()
    experiment = start(slow)
    town.ahead = 2 * LEASE
    town.office().catch_up()
    slow.leases.renew()
    assert slow.leases.is_lost(experiment.experiment_id)
    slow.publisher.fail(experiment, CRASH)
    assert len(town.queue.events) == 1
    assert town.store.items[experiment.experiment_id].stage is Stage.VALIDATE
    assert [key.partition("/")[0] for key in town.artifacts.blobs] == ["code"]


def test_what_is_being_published_is_not_taken_over(town: Town) -> None:
    slow, other = town.office(), town.office()
    experiment = start(slow)
    town.ahead = 1.5 * LEASE
    publish = town.queue.publish

    def meanwhile(event: FailureEvent) -> None:
        assert other.catch_up() == []
        publish(event)

    town.queue.publish = meanwhile  # type: ignore[method-assign] - takes its time
    slow.publisher.fail(experiment, CRASH)
    assert town.store.items[experiment.experiment_id].stage is Stage.ENCODE


def test_turns_are_taken_so_that_one_looks_at_a_time(town: Town) -> None:
    start(town.office())
    town.ahead = 2 * LEASE
    one, other = town.office(), town.office()
    one.reaper.take_turn()
    assert len(town.queue.events) == 1
    start(town.office(), b"x = 2")
    town.ahead = 2.9 * LEASE
    other.reaper.take_turn()
    assert len(town.queue.events) == 1


def test_a_table_that_is_away_is_an_error(town: Town) -> None:
    def away(*_: object, **__: object) -> None:
        raise StorageError("no answer")

    town.store.overdue = away  # type: ignore[assignment,method-assign] - the table goes away
    with pytest.raises(StorageError):
        town.office().catch_up()


def test_those_of_earlier_days_are_found_at_a_start(town: Town) -> None:
    start(town.office())
    town.ahead = timedelta(days=30)
    office = town.office()
    office.reaper.take_turn()
    assert town.queue.events == []
    assert len(office.catch_up()) == 1
