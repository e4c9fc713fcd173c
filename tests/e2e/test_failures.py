"""From the queue to the screen: failures are explained, and nothing unreadable is lost."""

import time

import pytest

from errata.events import FailureEvent
from infra.local.stack import LocalStack, StackOutputs
from tests.e2e.failures import LOG, address, publish
from tests.e2e.visitor import PATIENCE_S, Visitor
from tests.support import samples


@pytest.fixture
def failure(stack: StackOutputs) -> FailureEvent:
    """A failure of an experiment that is under way, sent to the queue."""
    return publish(stack)


def test_a_published_failure_is_explained(admin: Visitor, failure: FailureEvent) -> None:
    answer = admin.wait_for(address(failure))

    diagnosis = answer.json["diagnosis"]
    assert diagnosis["category"] == "import_error"
    assert diagnosis["source"] == "patterns"
    assert "torchvision" in diagnosis["root_cause"]
    assert diagnosis["evidence"][0]["quote"] in LOG


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("this is not JSON", "JSON"),
        (samples.failure().model_dump_json().replace('"encode"', '"lunch"'), "stage"),
        (samples.failure().model_dump_json().replace("_version", "_revision"), "schema_revision"),
    ],
    ids=["not JSON", "unknown stage", "unknown field"],
)
def test_a_message_nobody_can_read_is_parked_with_the_reason(
    stack: StackOutputs, admin: Visitor, body: str, reason: str
) -> None:
    queue = stack.session().client("sqs")
    sent = queue.send_message(QueueUrl=stack.failures_queue_url, MessageBody=body)

    message = _parked(admin, sent["MessageId"])

    assert reason in message["reason"]
    assert message["body"] == body


def test_stopping_and_starting_keeps_everything(
    local_stack: LocalStack, stack: StackOutputs, admin: Visitor, failure: FailureEvent
) -> None:
    before = admin.wait_for(address(failure)).json

    local_stack.down()
    assert not local_stack.status().running
    after = local_stack.up(lambda _doing: None)

    assert after == stack
    assert admin.get(address(failure)).json == before


def test_up_on_a_running_stack_changes_nothing(
    local_stack: LocalStack, stack: StackOutputs
) -> None:
    cloudformation = stack.session().client("cloudformation")
    local_stack.up(lambda _doing: None)
    before = cloudformation.describe_stack_events(StackName="errata")["StackEvents"]
    running = local_stack.status()

    assert local_stack.up(lambda _doing: None) == stack

    assert local_stack.status() == running
    after = cloudformation.describe_stack_events(StackName="errata")["StackEvents"]
    assert len(after) == len(before)


def _parked(admin: Visitor, message_id: str) -> dict[str, str]:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for message in admin.get("/api/parked").json["items"]:
            if message["message_id"] == message_id:
                return dict(message)
        time.sleep(0.1)
    raise AssertionError(f"message {message_id} was not parked within {PATIENCE_S} s")
