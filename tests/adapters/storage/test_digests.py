"""What a day's counters say of its diagnoses: by whom, at what cost, and how fast."""

from collections import Counter
from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.events import FailureEvent
from errata.percentiles import bucket_of
from errata.taxonomy import Category, Source
from tests.adapters.storage.test_recording import everything, today
from tests.adapters.storage.test_revising import LATER, VERDICT, by_model, correct, waiting
from tests.support.aws import Cloud
from tests.support.samples import NOON, diagnosis, failure


def record(store: DynamoDbStore, number: int, *, wait_s: float = 2.0, **fields: object) -> None:
    """Record a failure of NOON, diagnosed some seconds later."""
    event = failure(number)
    store.record(event, diagnosis(event, diagnosed_at=NOON + timedelta(seconds=wait_s), **fields))


def test_a_day_tells_who_explained_its_failures_at_what_cost_and_how_fast(
    store: DynamoDbStore,
) -> None:
    record(store, 1, source=Source.CLAUDE, cost_usd=0.0123, wait_s=3.0)
    record(store, 2, source=Source.CLAUDE, cost_usd=1e-7, wait_s=40.0, category=Category.TIMEOUT)
    record(store, 3, source=Source.MEMORY, wait_s=0.2)
    record(store, 4, source=Source.PATTERNS, wait_s=0.2)

    digest = today(store)

    assert digest.by_source == {Source.CLAUDE: 2, Source.MEMORY: 1, Source.PATTERNS: 1}
    assert digest.cost_usd == pytest.approx(0.0123001, abs=1e-12)
    assert digest.waits == Counter(map(bucket_of, [3.0, 40.0, 0.2, 0.2]))
    assert sum(it.count for it in digest.counts) == 4


def test_each_day_has_a_digest_of_its_own(store: DynamoDbStore) -> None:
    """Over the end of a year, and without the days that saw nothing."""
    for number, days in enumerate([0, 41, 42, 42]):
        event = failure(number, occurred_at=NOON + timedelta(days=days))
        store.record(event, diagnosis(event, source=Source.CLAUDE, cost_usd=0.5))

    digests = store.digests(NOON.date(), NOON.date() + timedelta(days=60))

    assert [(it.day, it.cost_usd) for it in digests] == [
        ("2026-11-20", 0.5),
        ("2026-12-31", 0.5),
        ("2027-01-01", 1.0),
    ]


def test_a_second_delivery_costs_nothing(store: DynamoDbStore) -> None:
    for _ in range(2):
        record(store, 1, source=Source.CLAUDE, cost_usd=0.5)

    digest = today(store)

    assert (digest.by_source, digest.cost_usd) == ({Source.CLAUDE: 1}, 0.5)
    assert sum(digest.waits.values()) == 1


def test_a_better_diagnosis_adds_its_cost_and_takes_over_the_failure(store: DynamoDbStore) -> None:
    event, _ = waiting(store)
    waited = today(store).waits

    assert store.upgrade(by_model(event, cost_usd=0.25, diagnosed_at=LATER))
    assert not store.upgrade(by_model(event, cost_usd=0.25, diagnosed_at=LATER))

    digest = today(store)
    assert (digest.by_source, digest.cost_usd) == ({Source.CLAUDE: 1}, 0.25)
    assert [(it.category, it.count) for it in digest.counts] == [(Category.LOGIC_ERROR, 1)]
    # An explanation was there at once, though a better one came an hour later.
    assert digest.waits == waited == {bucket_of(0): 1}


def test_a_better_diagnosis_of_the_same_kind_is_counted_too(store: DynamoDbStore) -> None:
    _, by_rules = waiting(store)

    store.upgrade(by_rules.model_copy(update={"source": Source.CLAUDE, "cost_usd": 0.25}))

    digest = today(store)
    assert (digest.by_source, digest.cost_usd) == ({Source.CLAUDE: 1}, 0.25)
    assert [it.count for it in digest.counts] == [1]


def test_a_correction_gives_back_no_money(store: DynamoDbStore) -> None:
    event, _ = waiting(store)
    store.upgrade(by_model(event, cost_usd=0.25))

    correct(store, event)
    correct_again(store, event)

    digest = today(store)
    assert (digest.by_source, digest.cost_usd) == ({Source.HUMAN: 1}, 0.25)
    assert sum(digest.waits.values()) == 1


def correct_again(store: DynamoDbStore, event: FailureEvent) -> None:
    """The same verdict in other words: nothing moves."""
    verdict = VERDICT.model_copy(update={"root_cause": "Said better."})
    at = LATER + timedelta(minutes=1)
    store.correct(event.experiment_id, event.failure_id, verdict, by="bob", at=at)


def test_money_adds_up_exactly(store: DynamoDbStore) -> None:
    for number in range(10):
        record(store, number, source=Source.CLAUDE, cost_usd=0.1)

    assert today(store).cost_usd == 1.0


def without_digests(cloud: Cloud) -> None:
    """Leave of each counter what it held before there were digests."""
    for item in everything(cloud.table):
        if item["pk"].startswith("STATS#"):
            kept = {name: item[name] for name in ("pk", "sk", "count", "expires_at")}
            cloud.table.put_item(Item=kept)


def test_counters_from_before_there_were_digests_go_on(store: DynamoDbStore, cloud: Cloud) -> None:
    event, _ = waiting(store)
    without_digests(cloud)
    old = today(store)
    assert ([it.count for it in old.counts], old.by_source, old.waits) == ([1], {}, {})

    record(store, 2, source=Source.MEMORY)
    correct(store, event)

    digest = today(store)
    assert digest.by_source == {Source.MEMORY: 1, Source.HUMAN: 1}
    assert sum(it.count for it in digest.counts) == 2


def test_a_counter_that_expired_before_its_failure_may_change_its_source(
    store: DynamoDbStore, cloud: Cloud
) -> None:
    _, by_rules = waiting(store)
    for item in everything(cloud.table):
        if item["pk"].startswith("STATS#"):
            cloud.table.delete_item(Key={"pk": item["pk"], "sk": item["sk"]})

    store.upgrade(by_rules.model_copy(update={"source": Source.CLAUDE}))

    digest = today(store)
    assert (digest.counts, digest.by_source, digest.waits) == ((), {Source.CLAUDE: 1}, {})


def test_counting_a_diagnosis_takes_no_item_of_its_own(cloud: Cloud) -> None:
    """Else all writers of a day would meet at it."""
    store = DynamoDbStore(cloud.table)
    record(store, 1, source=Source.CLAUDE, cost_usd=0.5)
    record(store, 2, source=Source.PATTERNS)

    counters = [it for it in everything(cloud.table) if it["pk"].startswith("STATS#")]

    assert [it["sk"] for it in counters] == ["2026-11-20#runtime_error#high#encode"]
