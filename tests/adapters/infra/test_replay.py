"""Dead letters and parked messages, back to the queue: nothing is lost on the way."""

from datetime import UTC, datetime

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import ParkedMessage
from errata.errors import StorageError
from infra.replay import Replayed, redrive, replay_parked
from tests.support.aws import Cloud
from tests.support.samples import ulid

NOW = datetime.now(UTC)


def test_every_dead_letter_moves(cloud: Cloud) -> None:
    dead = cloud.names["DeadLetterQueue"]
    for number in range(23):
        cloud.sqs.send_message(QueueUrl=dead, MessageBody=f"letter {number}")

    assert redrive(cloud.sqs, dead, cloud.failures_queue_url) == 23
    assert set(_waiting(cloud)) == {f"letter {number}" for number in range(23)}
    assert redrive(cloud.sqs, dead, cloud.failures_queue_url) == 0


def test_what_could_not_be_sent_is_still_a_dead_letter(cloud: Cloud) -> None:
    dead = cloud.names["DeadLetterQueue"]
    cloud.sqs.send_message(QueueUrl=dead, MessageBody="letter")

    with pytest.raises(StorageError, match="dead letters"):
        redrive(cloud.sqs, dead, f"{cloud.failures_queue_url}-elsewhere")

    attributes = cloud.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["All"])["Attributes"]
    held = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    assert sum(int(attributes[name]) for name in held) == 1  # type: ignore[misc] # names of attributes


def test_parked_messages_go_back_whole_and_off_the_list(cloud: Cloud) -> None:
    store = DynamoDbStore(cloud.table)
    for number in range(60):  # more than a page
        store.park(_parked(number), f"the whole text of {number}")
    store.park(_parked(99))  # too large to be kept whole

    done = replay_parked(store, cloud.sqs, cloud.failures_queue_url)

    assert done == Replayed(sent=60, not_whole=1)
    assert set(_waiting(cloud)) == {f"the whole text of {number}" for number in range(60)}
    assert [it.message_id for it in store.parked(limit=10).items] == ["m99"]


def _parked(number: int) -> ParkedMessage:
    return ParkedMessage(
        parked_id=ulid(NOW, number),
        parked_at=NOW,
        message_id=f"m{number}",
        reason="stage: no such stage",
        body="the first of it",
    )


def _waiting(cloud: Cloud) -> list[str]:
    found: list[str] = []
    while messages := cloud.sqs.receive_message(
        QueueUrl=cloud.failures_queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=0
    ).get("Messages"):
        found += [message["Body"] for message in messages]
    return found
