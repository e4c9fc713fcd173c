from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import ConflictError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.leases import Lease
from errata.taxonomy import ExperimentStatus, Stage
from tests.support.samples import NOON, experiment, ulid

CODE = ArtifactRef.to("code", b"def encode(): ...")
LATER = NOON + timedelta(minutes=1)
OURS, THEIRS = Lease("ours", LATER), Lease("theirs", LATER + timedelta(minutes=5))
PARENT = ulid(number=99)


def candidate(number: int = 0, **fields: object) -> Experiment:
    return experiment(number, code=CODE, parent_id=PARENT, **fields)


def outcome(
    running: Experiment, status: ExperimentStatus = ExperimentStatus.FAILED, **fields: object
) -> Experiment:
    return running.model_copy(update={"status": status, "finished_at": LATER} | fields)


def overdue(store: DynamoDbStore, after: timedelta = timedelta(minutes=2)) -> list[Experiment]:
    return list(store.overdue(NOON.date(), LATER.date(), now=NOON + after))


def test_the_same_code_is_tried_once(store: DynamoDbStore) -> None:
    store.start(candidate(0), OURS)
    with pytest.raises(ConflictError):
        store.start(candidate(1), THEIRS)
    store.finish(outcome(candidate(0)), owner="ours")
    with pytest.raises(ConflictError):
        store.start(candidate(2), THEIRS)


def test_what_was_tried_may_be_repeated_on_purpose_once_in_each_run(store: DynamoDbStore) -> None:
    store.start(candidate(0), OURS)
    again = {"replays": ulid(number=0), "run_id": ulid(number=50)}
    store.start(candidate(1, **again), OURS)
    with pytest.raises(ConflictError):
        store.start(candidate(2, **again), THEIRS)
    store.start(candidate(3, **again | {"run_id": ulid(number=51)}), THEIRS)
    store.finish(outcome(candidate(1, **again), ExperimentStatus.ABANDONED), owner="ours")
    store.start(candidate(4, **again), OURS)
    with pytest.raises(ConflictError):
        store.start(candidate(5), THEIRS)


def test_an_attempt_without_code_claims_none(store: DynamoDbStore) -> None:
    store.start(experiment(0), OURS)
    store.start(experiment(1), THEIRS)


def test_an_abandoned_candidate_may_be_tried_again(store: DynamoDbStore) -> None:
    store.start(candidate(0), OURS)
    store.finish(outcome(candidate(0), ExperimentStatus.ABANDONED), owner="ours")
    store.start(candidate(1), THEIRS)


def test_a_codec_that_failed_to_begin_a_lineage_may_be_tried_again(store: DynamoDbStore) -> None:
    start = candidate(0).model_copy(update={"parent_id": None})
    store.start(start, OURS)
    store.finish(outcome(start), owner="ours")
    store.start(candidate(1), THEIRS)


def test_a_lease_is_overdue_once_it_has_run_out_and_not_before(store: DynamoDbStore) -> None:
    store.start(candidate(), OURS)
    assert overdue(store, timedelta(seconds=59)) == []
    assert overdue(store) == [candidate()]


def test_a_renewed_lease_lasts_and_the_stage_is_known(store: DynamoDbStore) -> None:
    running = candidate()
    store.start(running, OURS)
    store.renew(running.experiment_id, Lease("ours", LATER + timedelta(hours=1)), Stage.DECODE)
    assert overdue(store) == []
    (found,) = overdue(store, timedelta(hours=2))
    assert found.stage is Stage.DECODE


def test_what_nobody_held_or_what_is_finished_is_never_overdue(store: DynamoDbStore) -> None:
    store.start(experiment(0))
    store.start(candidate(1), OURS)
    store.finish(outcome(candidate(1)), owner="ours")
    assert overdue(store) == []


def test_overdue_experiments_of_several_days_and_pages(store: DynamoDbStore) -> None:
    started = [
        experiment(number, started_at=NOON - timedelta(days=number % 3), hypothesis="x" * 2_000)
        for number in range(12)
    ]
    for running in started:
        store.start(running, OURS)
    yesterday = (NOON - timedelta(days=1)).date()
    found = store.overdue(yesterday, NOON.date(), now=LATER + timedelta(days=1))
    wanted = [e.experiment_id for e in started if e.started_at.date() >= yesterday]
    assert [e.experiment_id for e in found] == sorted(wanted)
    assert len(found) == 8


def test_only_an_overdue_experiment_can_be_taken_over(store: DynamoDbStore) -> None:
    running = candidate()
    store.start(running, OURS)
    with pytest.raises(ConflictError):
        store.take_over(running.experiment_id, THEIRS, now=NOON)
    store.take_over(running.experiment_id, THEIRS, now=LATER + timedelta(minutes=1))
    with pytest.raises(ConflictError):  # it is theirs now
        store.take_over(running.experiment_id, OURS, now=LATER + timedelta(minutes=1))


def test_who_lost_a_lease_can_neither_renew_nor_finish(store: DynamoDbStore) -> None:
    running = candidate()
    store.start(running, OURS)
    store.take_over(running.experiment_id, THEIRS, now=LATER + timedelta(minutes=1))
    with pytest.raises(ConflictError):
        store.renew(running.experiment_id, OURS, Stage.DECODE)
    with pytest.raises(ConflictError):
        store.finish(outcome(running, ExperimentStatus.ADOPTED), owner="ours")
    assert store.champion() is None
    store.finish(outcome(running), owner="theirs")


def test_of_two_that_begin_a_lineage_one_is_champion(store: DynamoDbStore) -> None:
    first, second = experiment(0), experiment(1)
    for running in (first, second):
        store.start(running, OURS)
    adopted = outcome(first, ExperimentStatus.ADOPTED)
    store.finish(adopted, owner="ours", over=None)
    with pytest.raises(ConflictError):
        store.finish(outcome(second, ExperimentStatus.ADOPTED), owner="ours", over=None)
    assert store.champion() == adopted
    assert store.experiment(second.experiment_id).status is ExperimentStatus.RUNNING


def test_a_champion_gives_way_only_to_who_beat_it(store: DynamoDbStore) -> None:
    first, second, third = (experiment(number) for number in range(3))
    for running in (first, second, third):
        store.start(running, OURS)
    store.finish(outcome(first, ExperimentStatus.ADOPTED), owner="ours", over=None)
    adopted = outcome(second, ExperimentStatus.ADOPTED)
    store.finish(adopted, owner="ours", over=first.experiment_id)
    with pytest.raises(ConflictError):
        store.finish(
            outcome(third, ExperimentStatus.ADOPTED), owner="ours", over=first.experiment_id
        )
    assert store.champion() == adopted
