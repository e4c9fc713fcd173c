"""The failures queue on SQS."""

from typing import TYPE_CHECKING

from errata.adapters.aws import storage_errors
from errata.errors import InvalidInputError
from errata.events import FailureEvent

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MESSAGE_LIMIT = 1_048_576
"""Bytes of one message, attributes included (AWS quota)."""


class SqsFailureQueue:
    """``FailureQueue`` on an SQS queue.

    Parameters
    ----------
    client : SQSClient
        boto3's client.
    queue_url : str
        The queue's address.
    """

    def __init__(self, client: "SQSClient", queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def publish(self, event: FailureEvent) -> None:
        """Send one event.

        Raises
        ------
        InvalidInputError
            When the event is too large for a message.
        StorageError
            When the queue did not take it.
        """
        # SQS refuses some characters that JSON need not escape, U+FFFF for one.
        body = event.model_dump_json(ensure_ascii=True)
        if len(body.encode()) > MESSAGE_LIMIT:
            raise InvalidInputError("event", f"takes more than {MESSAGE_LIMIT} bytes as JSON")
        with storage_errors("publish a failure"):
            self._client.send_message(QueueUrl=self._queue_url, MessageBody=body)
