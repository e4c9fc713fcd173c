"""Whatever a person changes is on record, by the very transaction that changes it."""

from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.dynamodb.trail import KEPT
from errata.audit import Act, AuditEntry
from errata.errors import InvalidInputError, StorageError
from errata.taxonomy import GroupStatus
from errata.views import SavedView
from tests.adapters.storage.test_revising import VERDICT
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, failure

LATER = NOON + timedelta(hours=1)


def trail(store: DynamoDbStore) -> tuple[AuditEntry, ...]:
    return store.audit(now=LATER, limit=200).items


def save(store: DynamoDbStore, name: str, days_ago: int = 0, address: str = "?") -> None:
    at = NOON - timedelta(days=days_ago)
    store.save_view("sub-1", SavedView(name=name, address=address, saved_at=at), by="ada")


def test_a_correction_tells_what_it_replaced(store: DynamoDbStore) -> None:
    event = failure(0)
    before = diagnosis(event)
    store.record(event, before)

    store.correct(event.experiment_id, event.failure_id, VERDICT, by="ada", at=LATER)

    [entry] = trail(store)
    assert (entry.by, entry.at, entry.act) == ("ada", LATER, Act.CORRECTED)
    assert entry.subject == f"experiments/{event.experiment_id}/failures/{event.failure_id}"
    assert entry.before == {
        "category": before.category,
        "severity": before.severity,
        "root_cause": before.root_cause,
        "fix_suggestion": before.fix_suggestion,
        "source": before.source,
    }
    assert entry.after == {
        "category": VERDICT.category,
        "severity": VERDICT.severity,
        "root_cause": VERDICT.root_cause,
        "fix_suggestion": VERDICT.fix_suggestion,
        "source": "human",
    }


def test_each_decision_on_a_group_tells_the_one_before(store: DynamoDbStore) -> None:
    event = failure(0)
    store.record(event, diagnosis(event))

    for number, status in enumerate((GroupStatus.RESOLVED, GroupStatus.MUTED)):
        at = NOON + timedelta(minutes=number)
        store.set_group_status(FINGERPRINT, status, by="ada", at=at)

    muted, resolved = trail(store)
    assert (resolved.act, resolved.subject) == (Act.DECIDED, f"groups/{FINGERPRINT}")
    assert (resolved.before, resolved.after) == ({"status": "open"}, {"status": "resolved"})
    assert (muted.before, muted.after) == ({"status": "resolved"}, {"status": "muted"})


def test_a_view_is_on_record_from_its_making_to_its_end(store: DynamoDbStore) -> None:
    save(store, "slow", days_ago=2)
    save(store, "slow", days_ago=1, address="?range=7")
    for _ in range(2):
        store.delete_view("sub-1", "slow", by="bob", at=NOON)

    deleted, replaced, made = trail(store)
    assert {it.subject for it in (deleted, replaced, made)} == {"views/slow"}
    assert (made.before, made.after) == (None, {"address": "?"})
    assert (replaced.before, replaced.after) == ({"address": "?"}, {"address": "?range=7"})
    assert (deleted.act, deleted.by) == (Act.DELETED, "bob")
    assert (deleted.before, deleted.after) == ({"address": "?range=7"}, None)


def test_pages_run_back_over_months_with_nothing_in_them(store: DynamoDbStore) -> None:
    ages = [0, 0, 1, 40, 41, 200, 390]
    for number, age in enumerate(ages):
        save(store, f"n{number}", days_ago=age)

    seen: list[AuditEntry] = []
    cursor = None
    while True:
        page = store.audit(now=LATER, limit=2, cursor=cursor)
        seen += page.items
        assert len(page.items) <= 2
        if (cursor := page.cursor) is None:
            break

    assert len(seen) == len({it.entry_id for it in seen}) == len(ages)
    assert [it.at for it in seen] == sorted((it.at for it in seen), reverse=True)


def test_what_is_past_its_time_is_not_shown(store: DynamoDbStore, cloud: Cloud) -> None:
    save(store, "old")
    [item] = [it for it in cloud.table.scan()["Items"] if it["pk"].startswith("AUDIT#")]
    assert item["expires_at"] == (NOON + KEPT).timestamp()
    cloud.table.put_item(Item=item | {"expires_at": 1})

    assert trail(store) == ()


def test_its_cursors_are_its_own(store: DynamoDbStore) -> None:
    for number in range(3):
        save(store, f"n{number}")
    cursor = store.audit(now=LATER, limit=1).cursor

    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.groups(limit=1, cursor=cursor)
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.audit(now=LATER, limit=1, cursor="e30")


def test_nothing_changes_that_cannot_be_put_on_record(
    store: DynamoDbStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change and its entry are one transaction: with the entry refused, neither happens."""
    save(store, "slow", days_ago=1)
    [taken] = trail(store)
    monkeypatch.setattr(
        "errata.adapters.dynamodb.trail.ULID.from_datetime", lambda _at: taken.entry_id
    )
    monkeypatch.setattr("errata.adapters.dynamodb.rows.PAUSE_S", 0.0)

    with pytest.raises(StorageError):
        save(store, "slow", address="?range=7")

    assert [it.address for it in store.views("sub-1")] == ["?"]
    assert trail(store) == (taken,)
