import zlib
from datetime import timedelta
from typing import Any

import pytest

from errata.adapters.dynamodb import DynamoDbStore, keys
from errata.errors import ConflictError, NotFoundError, StorageError
from errata.experiments import Experiment
from errata.ports import Page
from errata.taxonomy import ExperimentStatus, Stage
from tests.support.aws import Cloud
from tests.support.samples import NOON, experiment, ulid


def outcome(running: Experiment, status: ExperimentStatus, **fields: object) -> Experiment:
    changes = {"status": status, "finished_at": NOON + timedelta(minutes=1)}
    return running.model_copy(update=changes | fields)


def test_an_experiment_comes_back_as_it_was_started(store: DynamoDbStore) -> None:
    started = experiment(
        hypothesis="fewer bits for smooth blocks \N{SNOWMAN} \x00",
        metrics={"bd_rate_vs_champion_percent": -0.1 - 0.2, "tiny": 5e-324, "huge": -1.7e308},
        points=({"qp": 22.0, "bitrate_kbps": 1 / 3},) * 4,
    )

    store.start(started)

    assert store.experiment(started.experiment_id) == started


@pytest.mark.parametrize("body", [b"?", zlib.compress(b"[]"), zlib.compress(b"{}")])
def test_an_item_that_is_no_experiment_is_an_error(
    cloud: Cloud, store: DynamoDbStore, body: bytes
) -> None:
    known = ulid()
    cloud.table.put_item(Item={**keys.experiment(known), "body": body, "category": "timeout"})
    with pytest.raises(StorageError, match="holds no Experiment"):
        store.experiment(known)


def test_an_id_is_taken_once(store: DynamoDbStore) -> None:
    first = experiment(proposer="first")
    store.start(first)

    with pytest.raises(ConflictError):
        store.start(experiment(proposer="second"))

    assert store.experiment(first.experiment_id) == first


def test_an_unknown_experiment_is_not_found(store: DynamoDbStore) -> None:
    with pytest.raises(NotFoundError, match=ulid(number=7)):
        store.experiment(ulid(number=7))


def test_the_outcome_replaces_a_running_experiment(store: DynamoDbStore) -> None:
    running = experiment()
    store.start(running)
    finished = outcome(
        running, ExperimentStatus.ADOPTED, stage=Stage.JUDGE, metrics={"psnr_y_db": 38.25}
    )

    store.finish(finished)

    assert store.experiment(running.experiment_id) == finished


def test_the_first_outcome_stands(store: DynamoDbStore) -> None:
    running = experiment()
    store.start(running)
    store.finish(outcome(running, ExperimentStatus.ABANDONED))

    with pytest.raises(ConflictError):
        store.finish(outcome(running, ExperimentStatus.ADOPTED))

    assert store.experiment(running.experiment_id).status is ExperimentStatus.ABANDONED
    assert store.champion() is None


def test_what_never_started_cannot_finish(store: DynamoDbStore) -> None:
    with pytest.raises(ConflictError):
        store.finish(outcome(experiment(), ExperimentStatus.FAILED))


def test_the_champion_is_the_last_one_adopted(store: DynamoDbStore) -> None:
    assert store.champion() is None
    first, second, third = (
        experiment(number, started_at=NOON - timedelta(days=number)) for number in range(3)
    )
    for running in (first, second, third):
        store.start(running)

    # Started in the order third, second, first; adopted first, second.
    store.finish(outcome(first, ExperimentStatus.ADOPTED))
    later = outcome(second, ExperimentStatus.ADOPTED, finished_at=NOON + timedelta(hours=1))
    store.finish(later)
    store.finish(outcome(third, ExperimentStatus.FAILED, finished_at=NOON + timedelta(hours=2)))

    assert store.champion() == later


def test_a_parent_knows_its_children_newest_first(store: DynamoDbStore) -> None:
    parent = experiment(1)
    born = [experiment(number, parent_id=parent.experiment_id) for number in range(2, 7)]
    for one in (parent, *born, experiment(9, parent_id=born[0].experiment_id)):
        store.start(one)
    adopted = outcome(born[-1], ExperimentStatus.ADOPTED)
    store.finish(adopted)

    first = store.children(parent.experiment_id, limit=3)
    rest = store.children(parent.experiment_id, limit=3, cursor=first.cursor)

    assert [*first.items, *rest.items] == [adopted, *reversed(born[:-1])]
    assert rest.cursor is None
    assert store.children(born[1].experiment_id, limit=3) == Page(())


def test_a_child_that_could_not_start_is_none(store: DynamoDbStore) -> None:
    parent, other = experiment(1), experiment(2)
    store.start(parent)
    store.start(other)
    with pytest.raises(ConflictError):
        store.start(other.model_copy(update={"parent_id": parent.experiment_id}))
    assert store.children(parent.experiment_id, limit=3) == Page(())


@pytest.mark.parametrize("kinship", ["repairs", "mate_id"])
def test_who_has_another_parent_is_a_child_of_both(store: DynamoDbStore, kinship: str) -> None:
    parent, other = experiment(1), experiment(2)
    named: dict[str, Any] = {"parent_id": parent.experiment_id, kinship: other.experiment_id}
    child = experiment(3, **named)
    for one in (parent, other, child):
        store.start(one)
    assert store.children(other.experiment_id, limit=3).items == (child,)
    assert store.children(parent.experiment_id, limit=3).items == (child,)
