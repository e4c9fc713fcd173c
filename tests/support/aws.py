"""The data resources of the real template, in moto.

moto's CloudFormation knows tables, queues and buckets; nothing else of the template is deployed.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from moto import mock_aws
from mypy_boto3_dynamodb.service_resource import Table
from mypy_boto3_s3 import S3Client
from mypy_boto3_sqs import SQSClient

from infra import template

DEPLOYED = frozenset({"AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::S3::Bucket"})
REGION = "eu-central-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
}
"""For the environment, so that no test can reach an account of the machine's owner."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """What the template made, by the names of its logical ids."""

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
    """Deploy the template's tables, queues and buckets; credentials must be in the environment."""
    with mock_aws():
        cloudformation = boto3.client("cloudformation")
        cloudformation.create_stack(
            StackName="errata",
            TemplateBody=_body(),
            Parameters=[{"ParameterKey": "DeletionProtection", "ParameterValue": "false"}],
        )
        resources = cloudformation.describe_stack_resources(StackName="errata")["StackResources"]
        yield Cloud({it["LogicalResourceId"]: it["PhysicalResourceId"] for it in resources})


@cache
def _body() -> str:
    """Return the template as moto gets it; reading it takes as long as deploying it."""
    return json.dumps(data_resources())


def data_resources() -> dict[str, Any]:
    """Return the template without what moto cannot deploy."""
    whole = template.load()
    kept = {
        name: resource
        for name, resource in whole["Resources"].items()
        if resource["Type"] in DEPLOYED
    }
    sections = ("AWSTemplateFormatVersion", "Parameters", "Conditions")
    return {**{name: whole[name] for name in sections}, "Resources": kept}
