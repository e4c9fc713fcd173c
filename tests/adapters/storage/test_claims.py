"""Who may ask the model: one at a time, and nobody for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from errata.adapters.dynamodb import DynamoDbStore
from tests.adapters.storage.test_recording import shared
from tests.support.aws import Cloud

ONE, OTHER = "v1-" + "1" * 32, "v1-" + "2" * 32


def soon(minutes: int = 5) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)


def test_a_claim_is_one_holders_until_it_is_given_up(store: DynamoDbStore) -> None:
    assert store.claim([ONE, OTHER, ONE], holder="first", until=soon()) == {ONE, OTHER}
    assert store.claim([ONE, OTHER], holder="second", until=soon()) == frozenset()

    store.release([ONE], holder="first")

    assert store.claim([ONE, OTHER], holder="second", until=soon()) == {ONE}


def test_a_holder_may_claim_again(store: DynamoDbStore) -> None:
    store.claim([ONE], holder="first", until=soon(1))

    assert store.claim([ONE], holder="first", until=soon(60)) == {ONE}


def test_a_claim_that_ran_out_may_be_taken(store: DynamoDbStore) -> None:
    store.claim([ONE], holder="crashed", until=soon(-1))

    assert store.claim([ONE], holder="second", until=soon()) == {ONE}


def test_nobody_gives_up_the_claim_of_another(store: DynamoDbStore) -> None:
    store.claim([ONE], holder="first", until=soon())

    store.release([ONE, OTHER], holder="second")

    assert store.claim([ONE], holder="second", until=soon()) == frozenset()


def test_of_many_at_once_one_gets_each(cloud: Cloud) -> None:
    store, ready = shared(cloud.table), Barrier(6)

    def claim(number: int) -> frozenset[str]:
        ready.wait()
        return store.claim([ONE, OTHER], holder=str(number), until=soon())

    with ThreadPoolExecutor(6) as pool:
        won = [fingerprint for got in pool.map(claim, range(6)) for fingerprint in got]
    assert sorted(won) == [ONE, OTHER]
