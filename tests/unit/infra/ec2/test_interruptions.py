"""A machine is told that it will be taken away; the loop stops, and its group hears of it."""

import threading
from collections.abc import Iterator

import boto3
import pytest
from botocore.stub import Stubber

from errata.errors import StorageError
from infra.ec2.instance_metadata import InstanceMetadata
from infra.ec2.interruptions import GROUP, LIFECYCLE, SPOT, interruption, let_go, watched
from tests.support.instance import FakeInstance, fake_instance

NOTICE = '{"action": "terminate", "time": "2026-11-21T10:00:00Z"}'


@pytest.fixture
def instance() -> Iterator[FakeInstance]:
    with fake_instance() as server:
        yield server


@pytest.fixture
def metadata(instance: FakeInstance) -> InstanceMetadata:
    return InstanceMetadata(instance.address)


def test_nothing_is_read_without_a_token(
    instance: FakeInstance, metadata: InstanceMetadata
) -> None:
    instance.metadata["instance-id"] = "i-1"

    assert metadata.get("instance-id") == "i-1"
    assert metadata.get("no-such-thing") is None
    assert len(instance.tokens) == 1


def test_an_expired_token_is_renewed(instance: FakeInstance, metadata: InstanceMetadata) -> None:
    instance.metadata["instance-id"] = "i-1"
    metadata.get("instance-id")
    instance.expire_tokens()

    assert metadata.get("instance-id") == "i-1"


def test_elsewhere_there_is_no_metadata() -> None:
    with fake_instance() as gone:
        address = gone.address

    with pytest.raises(StorageError, match="no instance metadata"):
        InstanceMetadata(address).get("instance-id")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, None),
        ({LIFECYCLE: "InService"}, None),
        ({SPOT: NOTICE}, "spot interruption"),
        ({LIFECYCLE: "Terminated"}, "its group ends it"),
    ],
)
def test_why_a_machine_goes(
    instance: FakeInstance,
    metadata: InstanceMetadata,
    told: dict[str, str],
    reason: str | None,
) -> None:
    instance.metadata |= told

    assert interruption(metadata) == reason


def test_the_loop_is_stopped_when_the_notice_comes(
    instance: FakeInstance, metadata: InstanceMetadata
) -> None:
    stop = threading.Event()

    with watched(metadata, stop, poll_s=0.01):
        assert not stop.is_set()
        instance.metadata[SPOT] = NOTICE
        assert stop.wait(30)


def test_a_service_that_does_not_answer_stops_nothing() -> None:
    stop = threading.Event()
    metadata = InstanceMetadata("http://127.0.0.1:9")  # the discard port: nobody listens

    with watched(metadata, stop, poll_s=0.01):
        pass

    assert not stop.is_set()


def test_the_group_need_not_wait(instance: FakeInstance, metadata: InstanceMetadata) -> None:
    instance.metadata |= {LIFECYCLE: "Terminated", GROUP: "errata-group", "instance-id": "i-1"}
    client = boto3.client("autoscaling", region_name="eu-central-1")

    with Stubber(client) as stub:
        stub.add_response(
            "complete_lifecycle_action",
            {},
            {
                "AutoScalingGroupName": "errata-group",
                "LifecycleHookName": "drain",
                "InstanceId": "i-1",
                "LifecycleActionResult": "CONTINUE",
            },
        )
        assert let_go(metadata, lambda: client)
        stub.assert_no_pending_responses()


def test_a_machine_that_stays_says_nothing(
    instance: FakeInstance, metadata: InstanceMetadata
) -> None:
    instance.metadata |= {LIFECYCLE: "InService", GROUP: "errata-group", "instance-id": "i-1"}

    def no_client() -> object:
        raise AssertionError("nothing is to be said")

    assert not let_go(metadata, no_client)  # type: ignore[arg-type] # never called
