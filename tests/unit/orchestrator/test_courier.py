from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from errata.errors import StorageError
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus
from orchestrator.courier import Courier
from orchestrator.office import Office
from orchestrator.parcels import Delivery, OvertakenError, Parcel
from orchestrator.patience import Patience
from orchestrator.publish import overtaken
from orchestrator.spool import Spool
from tests.unit.orchestrator.town import CRASH, Town, start


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "parcels.db", room=0)


def courier(town: Town, spool: Spool, patience_s: float = 0) -> Courier:
    return Courier(
        spool,
        Delivery(town.store, town.artifacts, town.queue),
        Patience(patience_s, stopped=lambda: False),
        overtaken=overtaken,
        settled=lambda _: None,
    )


def adoption(experiment: Experiment, office: Office, over: str | None) -> Parcel:
    adopted = experiment.model_copy(update={"status": ExperimentStatus.ADOPTED})
    return Parcel(experiment=adopted, owner=office.leases.owner, over=over)


def failing(call: Callable[..., Any], times: int) -> Callable[..., Any]:
    left = iter(range(times))

    def wrapped(*arguments: object, **named: object) -> object:
        if next(left, None) is not None:
            raise StorageError("no answer")
        return call(*arguments, **named)

    return wrapped


def test_what_waits_is_delivered_in_the_order_of_its_age(town: Town, spool: Spool) -> None:
    office = town.office(spool=spool)
    experiments = [start(office, f"x = {number}".encode()) for number in range(5)]
    town.queue.down = True
    failed = [office.publisher.fail(experiment, CRASH) for experiment in experiments]
    town.queue.down = False
    courier(town, spool).replay()
    assert [e.failure_id for e in town.queue.events] == [e.failure_id for e in failed]
    assert spool.depth().parcels == 0


def test_while_nothing_answers_little_is_tried(town: Town, spool: Spool) -> None:
    office = town.office(spool=spool)
    town.queue.down = True
    for number in range(10):
        office.publisher.fail(start(office, f"x = {number}".encode()), CRASH)
    asked = 0

    def away(_: FailureEvent) -> None:
        nonlocal asked
        asked += 1
        raise StorageError("no answer")

    town.queue.publish = away  # type: ignore[method-assign] - to count
    with pytest.raises(StorageError):
        courier(town, spool).replay()
    assert asked == 2
    assert spool.depth().parcels == 10


def test_one_that_is_always_refused_does_not_hold_up_the_others(town: Town, spool: Spool) -> None:
    office = town.office(spool=spool)
    town.queue.down = True
    failed = [
        office.publisher.fail(start(office, f"x = {number}".encode()), CRASH) for number in range(6)
    ]
    town.queue.down = False
    publish, refused = town.queue.publish, {e.failure_id for e in failed[:3]}

    def picky(event: FailureEvent) -> None:
        if event.failure_id in refused:
            raise StorageError("refused for good")
        publish(event)

    town.queue.publish = picky  # type: ignore[method-assign] - has its ways
    sender = courier(town, spool)
    for _ in range(4):
        with pytest.raises(StorageError, match="refused for good"):
            sender.replay()
    assert {e.failure_id for e in town.queue.events} == {e.failure_id for e in failed[3:]}
    assert spool.experiments() == {e.experiment_id for e in failed[:3]}


def test_bytes_that_are_no_parcel_stay_and_hold_up_nobody(
    town: Town, spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    office = town.office(spool=spool)
    town.queue.down = True
    office.publisher.fail(start(office), CRASH)
    spool._database.execute("UPDATE parcels SET body = x'00'")
    town.queue.down = False
    courier(town, spool).replay()
    assert "cannot be read" in caplog.text
    assert spool.depth().parcels == 1


def test_evidence_that_no_disk_takes_is_delivered_all_the_same(
    town: Town, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = town.office(spool=spool, patience_s=30)
    experiment = start(office)

    def full(_: Parcel) -> int:
        raise StorageError("database or disk is full")

    monkeypatch.setattr(spool, "add", full)
    town.queue.publish = failing(town.queue.publish, times=2)  # type: ignore[method-assign] - at first
    office.publisher.fail(experiment, CRASH)
    assert len(town.queue.events) == 1
    with pytest.raises(StorageError, match="disk is full"):
        start(office, b"x = 2")


def test_code_of_an_experiment_that_never_started_is_not_kept(town: Town, spool: Spool) -> None:
    office = town.office(spool=spool)
    town.store.start = failing(town.store.start, times=99)  # type: ignore[method-assign] - away
    with pytest.raises(StorageError):
        start(office)
    assert spool.depth().parcels == 1
    courier(town, spool).replay()
    assert town.artifacts.blobs == {}
    assert spool.depth().parcels == 0


def test_an_adoption_waits_for_the_table(town: Town, spool: Spool) -> None:
    office = town.office()
    experiment = start(office)
    town.store.finish = failing(town.store.finish, times=2)  # type: ignore[method-assign] - at first
    courier(town, spool, patience_s=30).insist(adoption(experiment, office, None))
    assert town.store.champion_id == experiment.experiment_id
    assert spool.depth().parcels == 0


def test_of_two_adoptions_the_second_is_told_that_it_was_overtaken(
    town: Town, spool: Spool
) -> None:
    office = town.office()
    first, second = start(office, b"x = 1"), start(office, b"x = 2")
    sender = courier(town, spool)
    sender.insist(adoption(first, office, None))
    with pytest.raises(OvertakenError):
        sender.insist(adoption(second, office, None))
    assert town.store.items[second.experiment_id].status is ExperimentStatus.RUNNING
    assert spool.depth().parcels == 0


def test_an_adoption_that_comes_too_late_is_a_failure(town: Town, spool: Spool) -> None:
    office = town.office()
    first, second = start(office, b"x = 1"), start(office, b"x = 2")
    spool.add(adoption(second, office, None))
    courier(town, spool).insist(adoption(first, office, None))
    sender = courier(town, spool)
    sender.replay()
    sender.replay()
    late = town.store.items[second.experiment_id]
    assert late.status is ExperimentStatus.FAILED
    (event,) = town.queue.events
    assert (event.failure_id, event.findings[0].code) == (late.failure_id, "overtaken")
    assert town.store.champion_id == first.experiment_id


def test_delivering_twice_changes_nothing(town: Town, spool: Spool) -> None:
    office = town.office()
    experiment = start(office)
    parcel = adoption(experiment, office, None)
    courier(town, spool).insist(parcel)
    courier(town, spool).insist(parcel)
    assert town.store.champion_id == experiment.experiment_id
