"""Groups by when they were new, and the last days they carry."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.taxonomy import GroupStatus
from tests.adapters.storage.test_recording import everything
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, failure

TODAY = NOON.date()


def named(number: int) -> str:
    return f"v1-{number:032x}"


def seen(store: DynamoDbStore, number: int, when: datetime, group: str = FINGERPRINT) -> None:
    event = failure(number, occurred_at=when)
    store.record(event, diagnosis(event, fingerprint=group))


def new(store: DynamoDbStore, first_days_ago: int, last_days_ago: int = 0) -> list[str]:
    first, last = (TODAY - timedelta(days=it) for it in (first_days_ago, last_days_ago))
    return [it.fingerprint for it in store.new_groups(first, last, limit=10).items]


def test_groups_are_found_by_the_day_they_were_new(store: DynamoDbStore) -> None:
    for days_ago in range(5):
        seen(store, days_ago, NOON - timedelta(days=days_ago), named(days_ago))
    seen(store, 9, NOON, named(4))  # again, but not for the first time

    assert new(store, 2) == [named(0), named(1), named(2)]
    assert new(store, 4, 3) == [named(3), named(4)]


def test_the_bounds_are_whole_days(store: DynamoDbStore) -> None:
    midnight = NOON.replace(hour=0)
    seen(store, 0, midnight, named(0))
    seen(store, 1, midnight + timedelta(days=1, microseconds=-1), named(1))
    seen(store, 2, midnight - timedelta(microseconds=1), named(2))
    seen(store, 3, midnight + timedelta(days=1), named(3))

    assert new(store, 0) == [named(1), named(0)]


def test_a_group_was_new_when_its_earliest_failure_happened(store: DynamoDbStore) -> None:
    seen(store, 0, NOON)
    seen(store, 1, NOON - timedelta(days=3))  # it lay in the queue

    assert new(store, 1) == []
    assert new(store, 3, 3) == [FINGERPRINT]


def test_no_more_groups_are_read_than_asked_for(store: DynamoDbStore) -> None:
    for number in range(4):
        seen(store, number, NOON + timedelta(minutes=number), named(number))

    page = store.new_groups(TODAY, TODAY, limit=3)

    assert [it.fingerprint for it in page.items] == [named(3), named(2), named(1)]
    assert page.cursor is not None
    assert store.new_groups(TODAY, TODAY, limit=4).cursor is None


def recent(store: DynamoDbStore) -> dict[int, int]:
    """The group's counts by the days ago they were counted."""
    days = store.group(FINGERPRINT).recent
    return {(TODAY - datetime.fromisoformat(it.day).date()).days: it.count for it in days}


def test_a_group_carries_the_counts_of_its_last_days(store: DynamoDbStore) -> None:
    for number, days_ago in enumerate([9, 0, 3, 0, 9, 0]):
        seen(store, number, NOON - timedelta(days=days_ago))

    assert list(recent(store).items()) == [(9, 2), (3, 1), (0, 3)]


def test_days_beyond_fourteen_are_dropped_the_oldest_first(store: DynamoDbStore) -> None:
    for number, days_ago in enumerate([*range(20, 0, -1), 40]):
        seen(store, number, NOON - timedelta(days=days_ago))

    assert set(recent(store)) == set(range(1, 15))
    assert store.group(FINGERPRINT).count == 21


def as_stored_before(cloud: Cloud) -> None:
    """Take from each group what groups had not when they were only listed by last sight."""
    added = {"gsi2pk", "gsi2sk", "gsi3pk", "gsi3sk", "recent"}
    for item in everything(cloud.table):
        if item["pk"].startswith("GROUP#"):
            old: dict[str, Any] = {name: item[name] for name in item.keys() - added}
            cloud.table.put_item(Item=old)


@pytest.mark.parametrize("write", ["seen again", "decided"])
def test_a_group_stored_before_is_read_and_listed_from_its_next_write_on(
    store: DynamoDbStore, cloud: Cloud, write: str
) -> None:
    seen(store, 0, NOON - timedelta(days=1))
    as_stored_before(cloud)
    assert store.group(FINGERPRINT).recent == ()
    assert [it.fingerprint for it in store.groups(limit=5).items] == [FINGERPRINT]
    assert new(store, 5) == []

    if write == "seen again":
        seen(store, 1, NOON)
    else:
        store.set_group_status(FINGERPRINT, GroupStatus.OPEN, by="ada", at=NOON)

    assert new(store, 1, 1) == [FINGERPRINT]
    listed = store.groups(limit=5, status=GroupStatus.OPEN).items
    assert [it.fingerprint for it in listed] == [FINGERPRINT]
    assert recent(store) == ({0: 1} if write == "seen again" else {})


def test_new_groups_past_their_retention_are_gone(cloud: Cloud) -> None:
    past = DynamoDbStore(cloud.table, retention_days=-1)
    seen(past, 0, NOON)

    assert new(past, 1) == []
