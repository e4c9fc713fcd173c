"""Repairs in the table: claimed once, settled once, shown by the diagnosis they followed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import Diagnosis
from errata.errors import ConflictError
from errata.events import FailureEvent
from errata.learning import RepairTally
from errata.repairs import RepairAttempt
from errata.taxonomy import Category, GroupStatus, Source, Verification
from tests.adapters.storage.test_recording import shared
from tests.adapters.storage.test_revising import LATER, VERDICT
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, experiment, failure, ulid

VERIFIED, REFUTED = Verification.VERIFIED, Verification.REFUTED
REPAIR = ulid(LATER, 99)
CRASHES = Category.RUNTIME_ERROR


def attempt(of: Diagnosis, **fields: object) -> RepairAttempt:
    known = {
        "repairs": of.experiment_id,
        "failure_id": of.failure_id,
        "fingerprint": of.fingerprint,
        "category": of.category,
        "source": of.source,
        "diagnosed_at": of.diagnosed_at,
        "claimed_at": LATER,
    }
    return RepairAttempt.model_validate(known | fields)


def explained(store: DynamoDbStore, number: int = 0, **fields: object) -> Diagnosis:
    """The stored diagnosis of an experiment's failure."""
    event: FailureEvent = failure(number)
    store.start(experiment(number))
    known = diagnosis(event, **fields)
    store.record(event, known)
    return known


def standing(store: DynamoDbStore, known: Diagnosis) -> Diagnosis:
    return store.failure(known.experiment_id, known.failure_id).diagnosis


def test_of_many_orchestrators_one_repairs_a_failure(cloud: Cloud) -> None:
    table, all_ready = cloud.table, Barrier(8)
    known = explained(DynamoDbStore(table))

    def claim(_: int) -> bool:
        store = DynamoDbStore(table)
        all_ready.wait()
        try:
            store.claim_repair(attempt(known))
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as orchestrators:
        won = list(orchestrators.map(claim, range(8)))
    assert sum(won) == 1
    store = DynamoDbStore(table)
    assert store.repaired([known.experiment_id, ulid()]) == {known.experiment_id}


def test_a_failure_that_was_not_repaired_is_given_back_to_others(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    assert store.open_repairs(limit=5) == [attempt(known)]

    store.give_back_repair(attempt(known))

    assert store.open_repairs(limit=5) == []
    assert store.repaired([known.experiment_id]) == frozenset()
    store.claim_repair(attempt(known))
    with pytest.raises(ConflictError):
        store.claim_repair(attempt(known))


def test_the_oldest_open_repairs_are_found(store: DynamoDbStore) -> None:
    claims = [
        attempt(explained(store, n), claimed_at=LATER - timedelta(minutes=n)) for n in range(3)
    ]
    for each in claims:
        store.claim_repair(each)
    assert store.open_repairs(limit=2) == [claims[2], claims[1]]


def test_a_repair_that_lived_verifies_the_diagnosis_it_followed(store: DynamoDbStore) -> None:
    known = explained(store, upgradeable=True)
    token = store.version()
    store.claim_repair(attempt(known))

    assert store.settle_repair(attempt(known), REPAIR, VERIFIED)

    marked = standing(store, known)
    assert (marked.verified, marked.verified_by) == (VERIFIED, REPAIR)
    assert marked.root_cause == known.root_cause
    assert store.repairs() == {CRASHES: RepairTally(tried=1, verified=1)}
    group = store.group(FINGERPRINT)
    assert (group.count, group.verified, group.refuted) == (1, 1, 0)
    assert store.open_repairs(limit=5) == []
    assert store.repaired([known.experiment_id]) == {known.experiment_id}
    assert store.version() != token


def test_what_is_verified_is_not_asked_about_any_more(store: DynamoDbStore) -> None:
    known, other = explained(store, 0, upgradeable=True), explained(store, 1, upgradeable=True)
    for each, shown in ((known, VERIFIED), (other, REFUTED)):
        store.claim_repair(attempt(each))
        store.settle_repair(attempt(each), REPAIR, shown)
    waiting = [it.event.experiment_id for it in store.upgradeable(limit=5).items]
    assert waiting == [other.experiment_id]
    assert not store.upgrade(diagnosis(failure(0), source=Source.CLAUDE))
    assert standing(store, known).verified is VERIFIED


def test_memory_learns_what_a_repair_has_shown_of_what_it_says(store: DynamoDbStore) -> None:
    asked = explained(store, 0, source=Source.CLAUDE)
    recalled = explained(store, 1, source=Source.MEMORY)
    other = explained(store, 2, source=Source.MEMORY, root_cause="Memory said so once.")

    def remembered(of: Diagnosis, shown: Verification) -> Verification | None:
        store.claim_repair(attempt(of))
        assert store.settle_repair(attempt(of), REPAIR, shown)
        return store.remembered([FINGERPRINT])[FINGERPRINT].verified

    assert remembered(other, REFUTED) is None
    assert remembered(recalled, REFUTED) is REFUTED
    assert remembered(asked, VERIFIED) is VERIFIED
    again = explained(store, 3, source=Source.MEMORY)
    assert remembered(again, REFUTED) is VERIFIED


def test_a_repair_that_died_the_same_death_refutes_the_diagnosis(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    assert store.settle_repair(attempt(known), REPAIR, REFUTED)
    assert standing(store, known).verified is REFUTED
    assert store.repairs() == {CRASHES: RepairTally(tried=1, refuted=1)}
    assert store.group(FINGERPRINT).refuted == 1


def test_a_repair_that_shows_nothing_is_counted_and_marks_nothing(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    assert store.settle_repair(attempt(known), REPAIR, None)
    assert standing(store, known) == known
    assert store.repairs() == {CRASHES: RepairTally(tried=1)}
    assert store.open_repairs(limit=5) == []


def test_a_repair_is_settled_once_whoever_comes(cloud: Cloud) -> None:
    store, all_ready = shared(cloud.table), Barrier(4)
    known = explained(store)
    store.claim_repair(attempt(known))

    def settle(_: int) -> bool:
        all_ready.wait()
        return store.settle_repair(attempt(known), REPAIR, VERIFIED)

    with ThreadPoolExecutor(4) as orchestrators:
        settled = list(orchestrators.map(settle, range(4)))
    assert sum(settled) == 1
    assert store.repairs() == {CRASHES: RepairTally(tried=1, verified=1)}
    assert store.group(FINGERPRINT).verified == 1


def test_a_settled_repair_is_not_given_back(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    store.settle_repair(attempt(known), REPAIR, VERIFIED)
    store.give_back_repair(attempt(known))
    assert store.repaired([known.experiment_id]) == {known.experiment_id}


def test_a_persons_correction_since_is_not_marked(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    store.correct(known.experiment_id, known.failure_id, VERDICT, by="ada", at=LATER)

    assert store.settle_repair(attempt(known), REPAIR, VERIFIED)

    corrected = standing(store, known)
    assert (corrected.source, corrected.category) == (Source.HUMAN, VERDICT.category)
    assert corrected.verified is None
    assert store.group(FINGERPRINT).verified == 0
    assert store.repairs() == {CRASHES: RepairTally(tried=1, verified=1)}


def test_a_correction_that_comes_in_between_stands(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person corrects after the diagnosis was read, and before it is marked."""
    store = DynamoDbStore(cloud.table)
    rows, known = store._rows, explained(store)
    store.claim_repair(attempt(known))
    transact = rows.transact_once

    def interrupted(writes: object) -> None:
        monkeypatch.undo()
        store.correct(known.experiment_id, known.failure_id, VERDICT, by="ada", at=LATER)
        transact(writes)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(rows, "transact_once", interrupted)
    assert store.settle_repair(attempt(known), REPAIR, VERIFIED)
    assert standing(store, known).source is Source.HUMAN
    assert standing(store, known).verified is None
    assert store.repairs() == {CRASHES: RepairTally(tried=1, verified=1)}


def test_a_correction_after_it_was_verified_is_a_new_diagnosis(store: DynamoDbStore) -> None:
    known = explained(store)
    store.claim_repair(attempt(known))
    store.settle_repair(attempt(known), REPAIR, VERIFIED)
    store.correct(known.experiment_id, known.failure_id, VERDICT, by="ada", at=LATER)
    assert standing(store, known).verified is None
    (audit,) = store.corrections(known.experiment_id, known.failure_id, limit=5)
    assert audit.before.verified is VERIFIED


def test_a_group_keeps_what_was_shown_when_it_is_seen_and_decided_again(
    store: DynamoDbStore,
) -> None:
    known = explained(store, 0)
    store.claim_repair(attempt(known))
    store.settle_repair(attempt(known), REPAIR, VERIFIED)
    explained(store, 1)
    store.set_group_status(FINGERPRINT, GroupStatus.RESOLVED, by="ada", at=NOON)
    group = store.group(FINGERPRINT)
    assert (group.count, group.verified, group.status) == (2, 1, GroupStatus.RESOLVED)


def test_a_repair_of_a_failure_that_expired_is_settled_all_the_same(store: DynamoDbStore) -> None:
    never_stored = diagnosis(failure(7))
    store.claim_repair(attempt(never_stored))
    assert store.settle_repair(attempt(never_stored), REPAIR, VERIFIED)
    assert store.repairs()[CRASHES].verified == 1
