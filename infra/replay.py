"""Gives failures another chance: dead letters and parked messages, back to the queue.

A failure that was explained meanwhile changes nothing when it comes again, so that a replay that
breaks off can simply be started anew.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from errata.adapters.aws import storage_errors
from errata.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

    from errata.adapters.dynamodb import DynamoDbStore

BATCH: Final = 10
"""The most that SQS gives or takes at once."""
HIDDEN_S: Final = 60
"""How long a message is ours to move."""
PAGE: Final = 50


class Replayed(NamedTuple):
    """What became of parked messages."""

    sent: int
    not_whole: int
    """Too large to have been kept whole; they stay parked."""


class Depth(NamedTuple):
    """How many messages a queue holds, about."""

    waiting: int
    taken: int


def depth(client: "SQSClient", queue: str) -> Depth:
    """Return how many messages wait in a queue, and how many are with somebody.

    Raises
    ------
    StorageError
        When the queue does not answer.
    """
    with storage_errors("look at a queue"):
        told = client.get_queue_attributes(
            QueueUrl=queue,
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
    return Depth(
        int(told["ApproximateNumberOfMessages"]), int(told["ApproximateNumberOfMessagesNotVisible"])
    )


def redrive(client: "SQSClient", dead_letters: str, failures: str) -> int:
    """Move every message from one queue to another, and return how many there were.

    Parameters
    ----------
    client : SQSClient
        boto3's client.
    dead_letters, failures : str
        Addresses of the queue to empty and of the queue to fill.

    Raises
    ------
    StorageError
        When a queue does not answer; what was not moved is still where it was.
    """
    moved = 0
    with storage_errors("move dead letters"):
        while messages := client.receive_message(
            QueueUrl=dead_letters,
            MaxNumberOfMessages=BATCH,
            VisibilityTimeout=HIDDEN_S,
            WaitTimeSeconds=1,
        ).get("Messages", []):
            # One by one, since ten large ones may be too much for one call.
            for message in messages:
                client.send_message(QueueUrl=failures, MessageBody=message["Body"])
                client.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
                moved += 1
    return moved


def replay_parked(store: "DynamoDbStore", client: "SQSClient", failures: str) -> Replayed:
    """Send every parked message to the queue again; those still unreadable are parked anew.

    Raises
    ------
    StorageError
        When the table or the queue does not answer; what was not sent is still parked.
    """
    sent = not_whole = 0
    for parked_id in parked_ids(store):  # all read first: what is parked anew is not for now
        try:
            body = store.parked_text(parked_id)
        except NotFoundError:
            not_whole += 1
            continue
        with storage_errors("replay a parked message"):
            client.send_message(QueueUrl=failures, MessageBody=body)
        store.unpark(parked_id)
        sent += 1
    return Replayed(sent, not_whole)


def parked_ids(store: "DynamoDbStore") -> list[str]:
    """Return the ids of all parked messages, newest first.

    Raises
    ------
    StorageError
        When the table does not answer.
    """
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = store.parked(limit=PAGE, cursor=cursor)
        found += [message.parked_id for message in page.items]
        cursor = page.cursor
        if cursor is None:
            return found
