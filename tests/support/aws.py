"""The tables, queues and buckets of the real template, in moto.

They are made by one call each, of the properties that the template gives them: a deployment by
moto's CloudFormation would take each test ten times as long.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal
from unittest.mock import patch

import boto3
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from mypy_boto3_dynamodb.service_resource import Table
from mypy_boto3_s3 import S3Client
from mypy_boto3_sqs import SQSClient

from infra import template

OF_TABLES = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
OF_QUEUES = ("VisibilityTimeout", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds")
REGION: Final = "eu-central-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
}
"""For the environment, so that no test can reach an account of the machine's owner."""


@dataclass(frozen=True)
class Cloud:
    """What was made of the template, by the names of its logical ids.

    Its clients are new ones each time: whoever makes one may be in a role.
    """

    names: dict[str, str]
    """Physical id of each logical id: a table's or bucket's name, a queue's URL."""

    @property
    def table(self) -> Table:
        """The one table."""
        return boto3.resource("dynamodb").Table(self.names["Table"])

    @property
    def failures_queue_url(self) -> str:
        """Where failures wait to be explained."""
        return self.names["FailuresQueue"]

    @property
    def artifacts_bucket(self) -> str:
        """Where logs and code lie."""
        return self.names["ArtifactBucket"]

    @property
    def s3(self) -> S3Client:
        """A client for buckets."""
        return boto3.client("s3")

    @property
    def sqs(self) -> SQSClient:
        """A client for queues."""
        return boto3.client("sqs")


@contextmanager
def deployed() -> Iterator[Cloud]:
    """Make the template's tables, queues and buckets; credentials must be in the environment."""
    # A session kept from test to test has read the models of its services already.
    with mock_aws(config={"core": {"reset_boto3_session": False}}), _one_at_a_time():
        cloud = Cloud({})
        for logical_id, resource in _data_resources().items():
            made = _MAKERS[resource["Type"]](cloud, f"errata-{logical_id}", resource["Properties"])
            cloud.names[logical_id] = made
        yield cloud


@cache
def _client(service: Literal["dynamodb", "s3", "sqs"]) -> Any:  # noqa: ANN401 - one of three
    return boto3.client(service, region_name=REGION)


def _make_table(_cloud: Cloud, name: str, properties: Mapping[str, Any]) -> str:
    client = _client("dynamodb")
    client.create_table(
        TableName=name, **{it: properties[it] for it in OF_TABLES if it in properties}
    )
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )
    client.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"],
    )
    return name


def _make_queue(cloud: Cloud, name: str, properties: Mapping[str, Any]) -> str:
    attributes = {it: str(properties[it]) for it in OF_QUEUES if it in properties}
    if redrive := properties.get("RedrivePolicy"):
        dead_letters = _client("sqs").get_queue_attributes(
            QueueUrl=cloud.names[redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]],
            AttributeNames=["QueueArn"],
        )["Attributes"]["QueueArn"]
        policy = {**redrive, "deadLetterTargetArn": dead_letters}
        attributes["RedrivePolicy"] = json.dumps(policy)
    made = _client("sqs").create_queue(QueueName=name, Attributes=attributes)
    return str(made["QueueUrl"])


def _make_bucket(_cloud: Cloud, name: str, properties: Mapping[str, Any]) -> str:
    name = name.lower()
    s3 = _client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    if versioning := properties.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    return name


_MAKERS: Mapping[str, Callable[[Cloud, str, Mapping[str, Any]], str]] = {
    "AWS::SQS::Queue": _make_queue,
    "AWS::DynamoDB::Table": _make_table,
    "AWS::S3::Bucket": _make_bucket,
}


@cache
def _data_resources() -> Mapping[str, Any]:
    """Return what of the template holds data, queues for dead letters before those they serve."""
    resources = template.load()["Resources"]
    kept = {name: it for name, it in resources.items() if it["Type"] in _MAKERS}
    return dict(sorted(kept.items(), key=lambda it: "RedrivePolicy" in it[1]["Properties"]))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let moto answer one call after the other.

    moto judges a condition and writes in two steps, and another thread's write may come between;
    in DynamoDB nothing does.
    """
    answer, lock = BotocoreStubber.process_request, threading.RLock()

    def answer_alone(stubber: BotocoreStubber, request: Any) -> Any:  # noqa: ANN401 - moto's types
        with lock:
            return answer(stubber, request)

    with patch.object(BotocoreStubber, "process_request", answer_alone):
        yield
