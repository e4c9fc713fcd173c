"""A group survives a new version of the algorithm that names groups."""

from errata.adapters.dynamodb import DynamoDbStore
from tests.support.aws import Cloud
from tests.support.samples import diagnosis, failure

OLD, OLDER = "v1-" + "1" * 32, "v0-" + "1" * 32
NEW, NEWER = "v2-" + "2" * 32, "v3-" + "3" * 32


def known(store: DynamoDbStore, fingerprint: str, number: int = 0) -> None:
    event = failure(number)
    store.record(event, diagnosis(event, fingerprint=fingerprint))


def test_without_former_names_each_is_its_own(store: DynamoDbStore) -> None:
    assert store.canonical({NEW: ()}) == {NEW: NEW}


def test_an_unknown_failure_starts_a_group_of_its_own(store: DynamoDbStore) -> None:
    assert store.canonical({NEW: (OLD, OLDER)}) == {NEW: NEW}


def test_a_group_goes_on_under_the_name_it_has(store: DynamoDbStore) -> None:
    known(store, OLD)

    assert store.canonical({NEW: (OLD, OLDER), NEWER: ()}) == {NEW: OLD, NEWER: NEWER}


def test_an_alias_outlives_the_algorithm_it_replaces(store: DynamoDbStore) -> None:
    known(store, OLDER)
    store.canonical({NEW: (OLDER,)})

    assert store.canonical({NEWER: (NEW,)}) == {NEWER: OLDER}
    assert store.canonical({NEWER: ()}) == {NEWER: OLDER}


def test_a_group_of_its_own_stays_its_own(store: DynamoDbStore) -> None:
    known(store, NEW, 0)
    known(store, OLD, 1)

    assert store.canonical({NEW: (OLD,)}) == {NEW: NEW}


def test_an_alias_lasts_as_long_as_its_group_may(cloud: Cloud) -> None:
    store = DynamoDbStore(cloud.table)
    known(store, OLD)
    DynamoDbStore(cloud.table, retention_days=-1).canonical({NEW: (OLD,)})

    assert store.canonical({NEW: ()}) == {NEW: OLD}
