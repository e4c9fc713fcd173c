import pytest

from errata.adapters.sqs import SqsFailureQueue
from errata.errors import InvalidInputError, StorageError
from errata.events import FailureEvent
from tests.support.aws import Cloud
from tests.support.samples import failure


def test_an_event_arrives_as_it_was_sent(cloud: Cloud) -> None:
    event = failure(log_tail="\x1b[31m\N{SNOWMAN}\x00\x07 hostile\r\n", error_message="\x00")

    SqsFailureQueue(cloud.sqs, cloud.failures_queue_url).publish(event)

    (message,) = cloud.sqs.receive_message(QueueUrl=cloud.failures_queue_url)["Messages"]
    # SQS refuses control characters; JSON must have escaped them.
    assert message["Body"].isprintable()
    assert FailureEvent.model_validate_json(message["Body"]) == event


def test_an_event_too_large_for_a_message_is_refused(cloud: Cloud) -> None:
    frames = [{"file": "f", "function": "g", "source": "x" * 2_000}] * 64
    event = failure(exceptions=[{"type": "E", "frames": frames}] * 10)

    with pytest.raises(InvalidInputError, match=r"^event: "):
        SqsFailureQueue(cloud.sqs, cloud.failures_queue_url).publish(event)


def test_no_queue_is_a_storage_error(cloud: Cloud) -> None:
    lost = SqsFailureQueue(cloud.sqs, cloud.failures_queue_url + "-lost")

    with pytest.raises(StorageError, match="could not publish"):
        lost.publish(failure())
