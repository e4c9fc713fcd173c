"""The archive of elites in the table, and that what elites descend from is kept."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from errata.adapters.dynamodb import DynamoDbStore, keys
from errata.adapters.dynamodb.rows import Rows, Write
from errata.archive import EliteRecord
from errata.errors import StorageError
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from tests.support.aws import Cloud
from tests.support.elites import elite, points
from tests.support.samples import experiment


def begun(store: DynamoDbStore, *numbers: int) -> list[Experiment]:
    """Start experiments, each a child of the one before."""
    line: list[Experiment] = []
    for number in numbers:
        parent_id = line[-1].experiment_id if line else None
        line.append(experiment(number, parent_id=parent_id, started_at=datetime.now(UTC)))
        store.start(line[-1])
    return line


def of(known: Experiment, score: float = 100.0) -> EliteRecord:
    return elite(score=score, experiment_id=known.experiment_id)


def expire(cloud: Cloud, experiments: Sequence[Experiment]) -> list[bool]:
    """Tell which of some experiments are ever to expire."""
    items = [cloud.table.get_item(Key=keys.experiment(e.experiment_id)) for e in experiments]
    return ["expires_at" in item["Item"] for item in items]


def test_each_cell_keeps_its_best(store: DynamoDbStore) -> None:
    assert list(store.elites()) == []
    slow = elite(1, at=points(seconds=20), score=90)
    first, better, worse = elite(2, score=80), elite(3, score=70.125), elite(4, score=75)
    assert [store.offer(each) for each in (slow, first, better, worse)] == [True, True, True, False]
    assert list(store.elites()) == [better, slow]


def test_what_is_equal_does_not_take_its_place(store: DynamoDbStore) -> None:
    assert store.offer(elite(1))
    assert not store.offer(elite(2))


def test_an_elite_of_another_course_gives_way(store: DynamoDbStore) -> None:
    store.offer(elite(1, score=-20, course="d" * 64))
    assert store.offer(elite(2, score=300))
    assert [each.score for each in store.elites()] == [300]


def test_of_two_that_offer_at_once_the_better_stays(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the empty cell before either writes."""
    table = cloud.table
    both_read = threading.Barrier(2, timeout=30)
    transact = Rows.transact

    def after_both(rows: Rows, writes: Sequence[Write]) -> None:
        both_read.wait()
        transact(rows, writes)

    monkeypatch.setattr(Rows, "transact", after_both)
    for _ in range(4):
        with ThreadPoolExecutor(2) as pool:
            offers = [elite(1, score=50), elite(2, score=40)]
            kept = list(pool.map(lambda record: DynamoDbStore(table).offer(record), offers))
        assert kept[1]
        assert [each.score for each in DynamoDbStore(table).elites()] == [40]
        table.delete_item(Key=keys.elite(offers[0].cell.name))


def test_an_elite_and_its_ancestors_are_kept_for_good(cloud: Cloud, store: DynamoDbStore) -> None:
    line = begun(store, 1, 2, 3, 4)
    assert store.offer(of(line[2]))
    assert expire(cloud, line) == [False, False, False, True]


def test_what_is_not_kept_expires_as_before(cloud: Cloud, store: DynamoDbStore) -> None:
    line = begun(store, 1, 2)
    store.offer(of(line[0], score=10))
    assert not store.offer(of(line[1], score=20))
    assert expire(cloud, line) == [False, True]


def test_what_an_adopted_codec_descends_from_is_kept(cloud: Cloud, store: DynamoDbStore) -> None:
    line = begun(store, 1, 2, 3)
    outcome = {"status": ExperimentStatus.ADOPTED, "stage": Stage.JUDGE}
    store.finish(line[1].model_copy(update=outcome))
    assert expire(cloud, line) == [False, False, True]


def test_an_elite_whose_experiment_is_gone_is_kept_all_the_same(store: DynamoDbStore) -> None:
    assert store.offer(elite(7))


def test_an_item_that_is_no_elite_is_an_error(cloud: Cloud, store: DynamoDbStore) -> None:
    cloud.table.put_item(Item={**keys.elite("r0-q0-t0"), "body": b"?"})
    with pytest.raises(StorageError, match="holds no EliteRecord"):
        store.elites()
