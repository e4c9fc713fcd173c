from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import ParkedMessage
from errata.errors import InvalidInputError, NotFoundError
from tests.support.samples import NOON, ulid


def message(number: int) -> ParkedMessage:
    when = NOON + timedelta(minutes=number)
    return ParkedMessage(
        parked_id=ulid(when, number),
        parked_at=when,
        message_id=f"m{number}",
        reason="stage: no such stage",
        body='{"stage": "cook"}',
    )


def test_parked_messages_are_listed_newest_first(store: DynamoDbStore) -> None:
    for number in (2, 0, 3, 1):
        store.park(message(number))

    first = store.parked(limit=3)
    second = store.parked(limit=3, cursor=first.cursor)

    assert first.items == (message(3), message(2), message(1))
    assert (second.items, second.cursor) == ((message(0),), None)


def test_parking_twice_keeps_the_first(store: DynamoDbStore) -> None:
    store.park(message(1))
    store.park(message(1).model_copy(update={"reason": "another", "parked_at": NOON}))

    assert store.parked(limit=10).items == (message(1),)


def test_a_made_up_cursor_is_refused(store: DynamoDbStore) -> None:
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.parked(limit=10, cursor="AAAA")


def test_the_whole_text_is_kept_apart_for_a_replay(store: DynamoDbStore) -> None:
    text = '{"stage": "cook", "log_tail": "' + "é\udcff".encode("utf-8", "replace").decode() + '"}'
    store.park(message(1), text)

    assert store.parked_text(message(1).parked_id) == text
    assert store.parked(limit=10).items == (message(1),)


def test_what_was_too_large_is_not_there_whole(store: DynamoDbStore) -> None:
    store.park(message(1))

    with pytest.raises(NotFoundError, match="no whole text"):
        store.parked_text(message(1).parked_id)


def test_a_replayed_message_is_off_the_list(store: DynamoDbStore) -> None:
    store.park(message(1), "text")
    store.unpark(message(1).parked_id)
    store.unpark(message(1).parked_id)

    assert store.parked(limit=10).items == ()
    with pytest.raises(NotFoundError):
        store.parked_text(message(1).parked_id)
