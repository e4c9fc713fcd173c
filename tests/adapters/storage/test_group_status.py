"""What people decide about groups, and what comes back."""

from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import NotFoundError
from errata.taxonomy import GroupStatus
from tests.support.samples import FINGERPRINT, NOON, diagnosis, failure

DECIDED = NOON + timedelta(hours=1)


def seen(store: DynamoDbStore, number: int, hours: int) -> None:
    event = failure(number, occurred_at=NOON + timedelta(hours=hours))
    store.record(event, diagnosis(event))


def decide(store: DynamoDbStore, status: GroupStatus) -> None:
    store.set_group_status(FINGERPRINT, status, by="ada", at=DECIDED)


def test_a_group_is_open_until_someone_decides(store: DynamoDbStore) -> None:
    seen(store, 0, 0)
    assert store.group(FINGERPRINT).status is GroupStatus.OPEN

    answered = store.set_group_status(FINGERPRINT, GroupStatus.RESOLVED, by="ada", at=DECIDED)

    assert store.group(FINGERPRINT) == answered
    assert store.groups(limit=5).items == (answered,)
    assert (answered.status, answered.status_by, answered.status_at) == (
        GroupStatus.RESOLVED,
        "ada",
        DECIDED,
    )


def test_a_resolved_group_that_is_seen_again_regressed(store: DynamoDbStore) -> None:
    seen(store, 0, 0)
    decide(store, GroupStatus.RESOLVED)

    seen(store, 1, 2)

    group = store.group(FINGERPRINT)
    assert (group.status, group.status_by, group.count) == (GroupStatus.REGRESSED, None, 2)
    assert group.status_at == NOON + timedelta(hours=2)


def test_what_happened_before_the_decision_is_no_regression(store: DynamoDbStore) -> None:
    seen(store, 0, 0)
    decide(store, GroupStatus.RESOLVED)

    seen(store, 1, -1)  # it lay in the queue

    assert store.group(FINGERPRINT).status is GroupStatus.RESOLVED


@pytest.mark.parametrize("status", [GroupStatus.MUTED, GroupStatus.OPEN])
def test_other_decisions_stand(store: DynamoDbStore, status: GroupStatus) -> None:
    seen(store, 0, 0)
    decide(store, status)

    seen(store, 1, 2)

    assert store.group(FINGERPRINT).status is status


def test_an_unknown_group_is_not_found(store: DynamoDbStore) -> None:
    with pytest.raises(NotFoundError):
        decide(store, GroupStatus.MUTED)
