import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from mypy_boto3_dynamodb.service_resource import Table

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import DayDigest, FailureRecord
from errata.errors import NotFoundError, StorageError
from errata.events import FailureEvent, Finding
from errata.taxonomy import Category, ExperimentStatus, Severity, Source, Stage
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, experiment, failure, ulid

OTHER = "v1-" + "b" * 32


def everything(table: Table) -> list[dict[str, Any]]:
    """All items but the change token, which may change without reason."""
    items = table.scan()["Items"]
    return sorted(
        (it for it in items if it["pk"] != "VERSION"), key=lambda it: (it["pk"], it["sk"])
    )


def today(store: DynamoDbStore) -> DayDigest:
    """What was counted on the day of all samples."""
    (digest,) = store.digests(NOON.date(), NOON.date())
    return digest


def test_a_recorded_failure_comes_back_with_its_diagnosis(store: DynamoDbStore) -> None:
    event = failure(
        log_tail="\x1b[31m\x00 \N{SNOWMAN}" * 3_000,
        findings=[Finding(code="nan", message="m", values={"max": 1.7e308, "min": 5e-324})],
    )
    verdict = diagnosis(event, confidence=0.1 + 0.2, cost_usd=1e-7)

    assert store.record(event, verdict)

    record = store.failure(event.experiment_id, event.failure_id)
    assert record == FailureRecord(event=event, diagnosis=verdict)


def test_the_largest_event_a_message_may_carry_can_be_stored(store: DynamoDbStore) -> None:
    noise = random.Random(7)  # noqa: S311 a seed, so that the test repeats
    sources = ["".join(map(chr, noise.choices(range(35, 92), k=2_000))) for _ in range(64)]
    frames = [{"file": "f", "function": "g", "source": source} for source in sources]
    event = failure(exceptions=[{"type": "E", "frames": frames}] * 2)
    assert 250_000 < len(event.model_dump_json()) < 300_000

    assert store.record(event, diagnosis(event))

    assert store.failure(event.experiment_id, event.failure_id).event == event


def test_unknown_failures_and_groups_are_not_found(store: DynamoDbStore) -> None:
    with pytest.raises(NotFoundError):
        store.failure(ulid(), ulid())
    with pytest.raises(NotFoundError):
        store.group(FINGERPRINT)
    assert store.recorded([failure()]) == frozenset()
    assert store.remembered([FINGERPRINT]) == {}


def test_recorded_tells_known_failures_from_new_ones(store: DynamoDbStore) -> None:
    events = [failure(number) for number in range(130)]
    for event in (events[3], events[117]):
        store.record(event, diagnosis(event))

    known = {events[3].failure_id, events[117].failure_id}
    assert store.recorded([*events, events[3]]) == known


def test_a_second_delivery_changes_nothing(store: DynamoDbStore, cloud: Cloud) -> None:
    store.start(experiment())
    event = failure()
    assert store.record(event, diagnosis(event))
    before = everything(cloud.table)

    assert not store.record(event, diagnosis(event, category=Category.TIMEOUT))

    assert everything(cloud.table) == before


def shared(table: Table) -> DynamoDbStore:
    """A store for several threads: moto does not isolate transactions as DynamoDB does."""
    one_call = Lock()
    events = table.meta.client.meta.events
    events.register("before-call.dynamodb", lambda **_: one_call.acquire() and None)
    events.register("after-call.dynamodb", lambda **_: one_call.release())
    return DynamoDbStore(table)


def at_once(store: DynamoDbStore, events: list[FailureEvent]) -> Counter[bool]:
    """Record all events at the same time, and count the answers."""
    ready = Barrier(len(events))

    def record(event: FailureEvent) -> bool:
        ready.wait()
        return store.record(event, diagnosis(event))

    with ThreadPoolExecutor(len(events)) as pool:
        return Counter(pool.map(record, events))


def test_of_many_deliveries_at_once_one_is_recorded(cloud: Cloud) -> None:
    store = shared(cloud.table)

    assert at_once(store, [failure()] * 6) == {True: 1, False: 5}

    assert store.group(FINGERPRINT).count == 1
    assert [it.count for it in today(store).counts] == [1]


def test_of_many_failures_of_a_group_at_once_all_are_counted(cloud: Cloud) -> None:
    store = shared(cloud.table)

    assert at_once(store, [failure(number) for number in range(6)]) == {True: 6}

    assert store.group(FINGERPRINT).count == 6
    assert [it.count for it in today(store).counts] == [6]


def failing(cause: str, times: int) -> Callable[..., tuple[AWSResponse, dict[str, Any]] | None]:
    """A handler of boto3's events that makes the first transactions fail, as AWS does it."""
    left = [times]

    def handle(**_: object) -> tuple[AWSResponse, dict[str, Any]] | None:
        if not left[0]:
            return None
        left[0] -= 1
        reasons = [{"Code": "None"}, {"Code": cause}]
        error = {"Code": "TransactionCanceledException", "Message": "cancelled"}
        return AWSResponse("", 400, {}, None), {"Error": error, "CancellationReasons": reasons}

    return handle


@pytest.mark.parametrize("cause", ["TransactionConflict", "ConditionalCheckFailed"])
def test_a_collision_with_another_writer_is_tried_again(cloud: Cloud, cause: str) -> None:
    """Another transaction on the same items, or a group that moved on since it was read."""
    table = cloud.table
    handler = failing(cause, times=3)
    table.meta.client.meta.events.register("before-call.dynamodb.TransactWriteItems", handler)

    event = failure()
    assert DynamoDbStore(table).record(event, diagnosis(event))


def test_collisions_without_end_are_a_storage_error(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    table = cloud.table
    handler = failing("TransactionConflict", times=1_000)
    table.meta.client.meta.events.register("before-call.dynamodb.TransactWriteItems", handler)

    with pytest.raises(StorageError):
        DynamoDbStore(table).record(failure(), diagnosis(failure()))


def test_no_table_is_a_storage_error(store: DynamoDbStore, cloud: Cloud) -> None:
    cloud.table.delete()

    with pytest.raises(StorageError, match="ResourceNotFoundException"):
        store.record(failure(), diagnosis(failure()))
    with pytest.raises(StorageError, match="ResourceNotFoundException"):
        store.version()


def diagnosed() -> dict[str, object]:
    return {
        "failure_id": failure().failure_id,
        "category": Category.RUNTIME_ERROR,
        "severity": Severity.HIGH,
        "root_cause": "Two planes of different shape are added.",
        "fingerprint": FINGERPRINT,
        "source": Source.PATTERNS,
        "confidence": 0.9,
    }


@pytest.mark.parametrize("order", ["diagnosis first", "outcome first"])
def test_outcome_and_diagnosis_meet_in_any_order(store: DynamoDbStore, order: str) -> None:
    running, event = experiment(), failure()
    store.start(running)
    outcome = running.model_copy(
        update={
            "status": ExperimentStatus.FAILED,
            "stage": Stage.DECODE,
            "finished_at": NOON,
            "failure_id": event.failure_id,
        }
    )
    if order == "outcome first":
        store.finish(outcome)
    store.record(event, diagnosis(event))
    if order == "diagnosis first":
        assert store.experiment(running.experiment_id) == running.model_copy(update=diagnosed())
        store.finish(outcome)

    assert store.experiment(running.experiment_id) == outcome.model_copy(update=diagnosed())


def test_a_failure_of_an_unknown_experiment_makes_none(store: DynamoDbStore) -> None:
    event = failure()
    assert store.record(event, diagnosis(event))

    with pytest.raises(NotFoundError):
        store.experiment(event.experiment_id)


def test_every_write_changes_the_version(store: DynamoDbStore) -> None:
    versions = [store.version()]
    running, event = experiment(), failure()
    for write in (
        lambda: store.start(running),
        lambda: store.record(event, diagnosis(event)),
        lambda: store.finish(running.model_copy(update={"status": ExperimentStatus.FAILED})),
    ):
        write()
        versions.append(store.version())
        assert store.version() == versions[-1]

    assert len(set(versions)) == 4


def test_what_is_past_its_retention_is_gone_before_it_is_swept(cloud: Cloud) -> None:
    past = DynamoDbStore(cloud.table, retention_days=-1)
    running, event = experiment(), failure()
    past.start(running)
    past.record(event, diagnosis(event, source=Source.CLAUDE))

    assert past.recorded([event]) == frozenset()
    assert past.remembered([FINGERPRINT]) == {}
    assert past.groups(limit=10).items == ()
    for read in (
        lambda: past.experiment(running.experiment_id),
        lambda: past.failure(event.experiment_id, event.failure_id),
        lambda: past.group(FINGERPRINT),
    ):
        with pytest.raises(NotFoundError):
            read()


def test_a_group_starts_anew_after_its_retention(cloud: Cloud) -> None:
    old, new = failure(1), failure(2, occurred_at=NOON + timedelta(days=200))
    DynamoDbStore(cloud.table, retention_days=-1).record(old, diagnosis(old))
    store = DynamoDbStore(cloud.table)

    assert store.record(new, diagnosis(new))

    group = store.group(FINGERPRINT)
    assert (group.count, group.first_seen) == (1, new.occurred_at)
