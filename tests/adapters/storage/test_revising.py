"""Another diagnosis in the place of a stored one: by a model that answers now, or by a person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import Diagnosis, FailureRecord, Verdict
from errata.errors import NotFoundError, StorageError
from errata.events import FailureEvent
from errata.taxonomy import Category, Severity, Source, Stage
from tests.adapters.storage.test_recording import everything, failing, shared, today
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, experiment, failure, ulid

LATER = NOON + timedelta(hours=1)
VERDICT = Verdict(
    category=Category.TIMEOUT,
    severity=Severity.MEDIUM,
    stage=Stage.ENCODE,
    root_cause="The loop over blocks never ends.",
    fix_suggestion="Advance the index.",
    confidence=1.0,
)


def waiting(store: DynamoDbStore, number: int = 0) -> tuple[FailureEvent, Diagnosis]:
    """A failure that patterns explained because the model was away."""
    event = failure(number)
    by_rules = diagnosis(event, upgradeable=True)
    store.record(event, by_rules)
    return event, by_rules


def by_model(event: FailureEvent, **fields: object) -> Diagnosis:
    answered = {"source": Source.CLAUDE, "category": Category.LOGIC_ERROR, "confidence": 0.8}
    return diagnosis(event, **(answered | fields))


def counts(store: DynamoDbStore) -> list[tuple[Category, int]]:
    return [(it.category, it.count) for it in today(store).counts]


def test_failures_wait_for_a_model_oldest_first(store: DynamoDbStore) -> None:
    events = [waiting(store, number)[0] for number in (2, 0, 1)]
    sure = failure(3)
    store.record(sure, diagnosis(sure))

    first = store.upgradeable(limit=2)
    rest = store.upgradeable(limit=2, cursor=first.cursor)

    found = [it.event.failure_id for page in (first, rest) for it in page.items]
    assert found == sorted(event.failure_id for event in events)
    assert rest.cursor is None


def test_a_better_diagnosis_takes_the_place_of_one_that_waits(store: DynamoDbStore) -> None:
    store.start(experiment())
    event, _ = waiting(store)
    better = by_model(event)

    assert store.upgrade(better)

    assert store.failure(event.experiment_id, event.failure_id).diagnosis == better
    assert store.upgradeable(limit=5).items == ()
    assert counts(store) == [(Category.LOGIC_ERROR, 1)]
    shown = store.experiment(event.experiment_id)
    assert (shown.category, shown.source) == (Category.LOGIC_ERROR, better.source)
    group = store.group(FINGERPRINT)
    assert (group.category, group.count) == (Category.LOGIC_ERROR, 1)
    assert store.remembered([FINGERPRINT]) == {FINGERPRINT: better}


def test_an_upgrade_comes_once(store: DynamoDbStore) -> None:
    event, _ = waiting(store)
    store.upgrade(by_model(event))

    assert not store.upgrade(by_model(event, category=Category.TIMEOUT))

    assert counts(store) == [(Category.LOGIC_ERROR, 1)]


def test_patterns_may_be_confirmed_for_good(store: DynamoDbStore) -> None:
    _, by_rules = waiting(store)

    assert store.upgrade(by_rules.model_copy(update={"upgradeable": False}))

    assert store.upgradeable(limit=5).items == ()
    assert counts(store) == [(Category.RUNTIME_ERROR, 1)]
    assert store.remembered([FINGERPRINT]) == {}


def test_a_failure_stays_in_its_group(store: DynamoDbStore) -> None:
    event, _ = waiting(store)

    store.upgrade(by_model(event, fingerprint="v2-" + "9" * 32))

    kin = store.group_failures(FINGERPRINT, limit=5).items
    assert [it.diagnosis.source for it in kin] == [Source.CLAUDE]
    assert kin[0].diagnosis.fingerprint == FINGERPRINT


def correct(store: DynamoDbStore, event: FailureEvent, **changes: object) -> FailureRecord:
    verdict = VERDICT.model_copy(update=changes)
    return store.correct(event.experiment_id, event.failure_id, verdict, by="ada", at=LATER)


def test_a_correction_outranks_all_and_is_remembered(store: DynamoDbStore) -> None:
    store.start(experiment())
    event, _ = waiting(store)
    store.upgrade(by_model(event))

    corrected = correct(store, event)

    assert corrected.diagnosis.source is Source.HUMAN
    assert store.failure(event.experiment_id, event.failure_id) == corrected
    assert counts(store) == [(Category.TIMEOUT, 1)]
    assert store.experiment(event.experiment_id).category is Category.TIMEOUT
    assert store.remembered([FINGERPRINT])[FINGERPRINT] == corrected.diagnosis
    # A later answer of the model does not take the group back.
    kin = failure(1)
    store.record(kin, by_model(kin))
    assert store.group(FINGERPRINT).root_cause == VERDICT.root_cause


def test_a_correction_keeps_what_it_replaced(store: DynamoDbStore) -> None:
    event, by_rules = waiting(store)
    first = correct(store, event).diagnosis
    again = VERDICT.model_copy(update={"category": Category.RESOURCE_ERROR})
    at = LATER + timedelta(minutes=1)
    store.correct(event.experiment_id, event.failure_id, again, by="bob", at=at)

    history = store.corrections(event.experiment_id, event.failure_id, limit=10)

    assert [(it.by, it.at, it.after.category) for it in history] == [
        ("bob", at, Category.RESOURCE_ERROR),
        ("ada", LATER, Category.TIMEOUT),
    ]
    assert [it.before for it in history] == [first, by_rules]


def test_corrected_failures_are_examples_of_their_last_category(store: DynamoDbStore) -> None:
    one, _ = waiting(store, 0)
    two, _ = waiting(store, 1)
    correct(store, one)
    correct(store, two)
    at = LATER + timedelta(minutes=1)
    moved = VERDICT.model_copy(update={"category": Category.LOGIC_ERROR})
    store.correct(two.experiment_id, two.failure_id, moved, by="ada", at=at)

    def examples(category: Category) -> list[str]:
        return [it.failure_id for it in store.examples(category, limit=5)]

    assert examples(Category.TIMEOUT) == [one.failure_id]
    assert examples(Category.LOGIC_ERROR) == [two.failure_id]
    assert store.examples(Category.TIMEOUT, limit=5)[0].root_cause == VERDICT.root_cause


def test_a_corrected_failure_waits_for_no_model(store: DynamoDbStore) -> None:
    event, _ = waiting(store)
    correct(store, event)

    assert store.upgradeable(limit=5).items == ()
    assert not store.upgrade(by_model(event))


def test_only_known_failures_can_be_revised(store: DynamoDbStore) -> None:
    with pytest.raises(NotFoundError):
        store.correct(ulid(), ulid(), VERDICT, by="ada", at=LATER)
    with pytest.raises(NotFoundError):
        store.upgrade(by_model(failure()))
    assert store.corrections(ulid(), ulid(), limit=5) == []


def test_every_revision_changes_the_version(store: DynamoDbStore) -> None:
    event, _ = waiting(store)
    tokens = [store.version()]
    store.upgrade(by_model(event))
    tokens.append(store.version())
    correct(store, event)
    tokens.append(store.version())

    assert len(set(tokens)) == 3


def test_a_model_and_people_at_once_leave_one_verdict(cloud: Cloud) -> None:
    store, ready = shared(cloud.table), Barrier(6)
    store.start(experiment())
    event, _ = waiting(store)

    def upgrade() -> object:
        ready.wait()
        return store.upgrade(by_model(event))

    def person(number: int, category: Category) -> Callable[[], object]:
        def correct() -> object:
            ready.wait()
            verdict = VERDICT.model_copy(update={"category": category})
            at = LATER + timedelta(seconds=number)
            return store.correct(event.experiment_id, event.failure_id, verdict, by="ada", at=at)

        return correct

    people = [person(number, kind) for number, kind in enumerate([*Category][:3])]
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(write) for write in (upgrade, upgrade, upgrade, *people)]
        upgraded = [it.result() for it in done[:3]]

    last = store.failure(event.experiment_id, event.failure_id).diagnosis
    assert last.source is Source.HUMAN
    assert upgraded.count(True) <= 1
    assert counts(store) == [(last.category, 1)]
    assert store.experiment(event.experiment_id).category is last.category
    assert (store.group(FINGERPRINT).category, store.group(FINGERPRINT).count) == (last.category, 1)
    assert store.remembered([FINGERPRINT]) == {FINGERPRINT: last}
    assert [it.failure_id for it in store.examples(last.category, limit=5)] == [event.failure_id]
    # Each replaced what another wrote, or what was there at first: none is lost.
    history = store.corrections(event.experiment_id, event.failure_id, limit=5)
    assert len(history) == 3
    assert len({it.before.model_dump_json() for it in history}) == 3


@pytest.mark.parametrize("cause", ["TransactionConflict", "ConditionalCheckFailed"])
def test_a_revision_that_collides_is_tried_again(cloud: Cloud, cause: str) -> None:
    table = cloud.table
    store = DynamoDbStore(table)
    event, _ = waiting(store)
    other, _ = waiting(store, 1)
    events, call = table.meta.client.meta.events, "before-call.dynamodb.TransactWriteItems"

    events.register(call, failing(cause, times=2))
    assert store.upgrade(by_model(other))
    events.register(call, failing(cause, times=2))
    assert correct(store, event).diagnosis.source is Source.HUMAN

    assert counts(store) == [(Category.LOGIC_ERROR, 1), (Category.TIMEOUT, 1)]


def test_a_revision_is_made_wholly_or_not_at_all(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    table = cloud.table
    store = DynamoDbStore(table)
    event, _ = waiting(store)
    before = everything(table)
    handler = failing("TransactionConflict", times=1_000)
    table.meta.client.meta.events.register("before-call.dynamodb.TransactWriteItems", handler)

    with pytest.raises(StorageError):
        store.upgrade(by_model(event))
    with pytest.raises(StorageError):
        correct(store, event)

    assert everything(table) == before


def test_a_persons_verdict_is_remembered_for_good(cloud: Cloud) -> None:
    """A group that goes on longer than its first failures are kept must not forget it."""
    event, _ = waiting(DynamoDbStore(cloud.table))
    corrected = correct(DynamoDbStore(cloud.table, retention_days=-1), event)

    known = DynamoDbStore(cloud.table).remembered([FINGERPRINT])

    assert known == {FINGERPRINT: corrected.diagnosis}


def test_a_counter_that_expired_first_counts_nothing(store: DynamoDbStore, cloud: Cloud) -> None:
    """A shorter retention since then lets it go before the failure it counted."""
    event, _ = waiting(store)
    for item in everything(cloud.table):
        if item["pk"].startswith("STATS#"):
            cloud.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})

    correct(store, event)

    assert counts(store) == [(Category.TIMEOUT, 1)]
