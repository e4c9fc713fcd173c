"""What people decide about groups, and what comes back."""

from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import InvalidInputError, NotFoundError
from errata.taxonomy import GroupStatus
from tests.adapters.storage.test_revising import VERDICT
from tests.support.samples import FINGERPRINT, NOON, diagnosis, failure

DECIDED = NOON + timedelta(hours=1)


def seen(store: DynamoDbStore, number: int, hours: int) -> None:
    event = failure(number, occurred_at=NOON + timedelta(hours=hours))
    store.record(event, diagnosis(event))


def listed(store: DynamoDbStore) -> dict[GroupStatus, list[str]]:
    """The groups under each status that has any."""
    pages = {status: store.groups(limit=10, status=status).items for status in GroupStatus}
    return {status: [it.fingerprint for it in items] for status, items in pages.items() if items}


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


def test_a_group_is_listed_by_the_status_it_has_now(store: DynamoDbStore) -> None:
    seen(store, 0, 0)
    assert listed(store) == {GroupStatus.OPEN: [FINGERPRINT]}
    for minutes, status in enumerate((GroupStatus.MUTED, GroupStatus.OPEN, GroupStatus.RESOLVED)):
        at = NOON + timedelta(minutes=minutes)
        store.set_group_status(FINGERPRINT, status, by="ada", at=at)
        assert listed(store) == {status: [FINGERPRINT]}

    seen(store, 1, 2)

    assert listed(store) == {GroupStatus.REGRESSED: [FINGERPRINT]}


def test_groups_of_a_status_come_last_seen_first_and_page_by_page(store: DynamoDbStore) -> None:
    names = [f"v1-{number:032x}" for number in range(5)]
    for number, name in enumerate(names):
        event = failure(number, occurred_at=NOON + timedelta(minutes=number))
        store.record(event, diagnosis(event, fingerprint=name))
    store.set_group_status(names[3], GroupStatus.MUTED, by="ada", at=DECIDED)
    again = failure(9, occurred_at=NOON + timedelta(hours=1))
    store.record(again, diagnosis(again, fingerprint=names[0]))

    first = store.groups(limit=3, status=GroupStatus.OPEN)
    second = store.groups(limit=3, status=GroupStatus.OPEN, cursor=first.cursor)

    found = [it.fingerprint for it in first.items + second.items]
    assert found == [names[number] for number in (0, 4, 2, 1)]
    assert second.cursor is None
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.groups(limit=3, status=GroupStatus.MUTED, cursor=first.cursor)


def test_a_corrected_group_stays_in_its_list(store: DynamoDbStore) -> None:
    seen(store, 0, 0)
    decide(store, GroupStatus.MUTED)
    event = failure(0)

    store.correct(event.experiment_id, event.failure_id, VERDICT, by="ada", at=DECIDED)

    assert listed(store) == {GroupStatus.MUTED: [FINGERPRINT]}
