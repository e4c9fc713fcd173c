"""Parts of Errata run in their roles: a call that IAM would refuse is refused in moto too."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import boto3
from botocore.exceptions import ClientError
from botocore.model import OperationModel

from infra import template
from tests.support.aws import Cloud
from tests.support.iam import ARNS, Call, Role
from tests.template.decided import Resources, given

WRITES = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
WORD = re.compile(r"(?<![:\w#])#?[A-Za-z_]\w*")
SYNTAX = {"ADD", "AND", "DELETE", "NOT", "None", "OR", "REMOVE", "SET"} | {
    "attribute_exists",
    "attribute_not_exists",
    "if_not_exists",
}
OBJECTS = {"GetObject": "s3:GetObject", "HeadObject": "s3:GetObject", "PutObject": "s3:PutObject"}


@dataclass
class InRole:
    """A role that parts take, and the calls that it was refused."""

    name: str
    cloud: Cloud
    names: Mapping[str, str] = field(default_factory=dict)
    """Physical names of what is not the cloud's, by logical id."""
    refused: list[Call] = field(default_factory=list)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Give the role to whatever client is made in the block, for as long as it is used."""
        session = boto3.Session()
        session.events.register("provide-client-params", self._check)
        before, boto3.DEFAULT_SESSION = boto3.DEFAULT_SESSION, session
        try:
            yield
        finally:
            boto3.DEFAULT_SESSION = before

    @cached_property
    def _role(self) -> Role:
        physical = {**self.cloud.names, **self.names}  # a queue's is its address
        return Role(_resources(), self.name, {k: v.split("/")[-1] for k, v in physical.items()})

    def _check(self, params: dict[str, Any], model: OperationModel, **_: object) -> None:
        for call in calls(model.service_model.service_name, model.name, params):
            if not self._role.may(call):
                self.refused.append(call)
                error = {"Code": "AccessDeniedException", "Message": f"{self.name}: {call}"}
                raise ClientError({"Error": error}, model.name)


@cache
def _resources() -> Resources:
    return given(template.load())


def calls(service: str, operation: str, params: dict[str, Any]) -> Iterator[Call]:
    """Yield what IAM is asked about one call of a client; KeyError for a call unknown here."""
    match service:
        case "dynamodb":
            yield from _of_table(operation, params)
        case "s3" if operation == "ListObjectsV2":
            yield Call("s3:ListBucket", ARNS["AWS::S3::Bucket"].format(params["Bucket"]))
        case "s3":
            bucket = ARNS["AWS::S3::Bucket"].format(params["Bucket"])
            yield Call(OBJECTS[operation], f"{bucket}/{params['Key']}")
        case "sqs":
            name = params["QueueUrl"].rsplit("/", 1)[-1]
            yield Call(f"sqs:{operation}", ARNS["AWS::SQS::Queue"].format(name))
        case "secretsmanager":
            yield Call(f"secretsmanager:{operation}", params["SecretId"])
        case _:
            raise KeyError(service)


def _of_table(operation: str, params: dict[str, Any]) -> Iterator[Call]:
    match operation:
        case "TransactWriteItems":
            for item in params["TransactItems"]:
                [(kind, write)] = item.items()
                yield _of_item(WRITES[kind], write)
        case "BatchGetItem":
            for name in params["RequestItems"]:
                yield Call("dynamodb:BatchGetItem", _table(name))
        case "Query":
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            yield Call("dynamodb:Query", _table(params["TableName"]) + index)
        case _:
            yield _of_item(operation, params)


def _of_item(operation: str, params: dict[str, Any]) -> Call:
    partition = (params.get("Item") or params["Key"])["pk"]
    known = partition["S"] if isinstance(partition, dict) else partition
    context = {"dynamodb:LeadingKeys": [known], "dynamodb:Attributes": _attributes(params)}
    return Call(f"dynamodb:{operation}", _table(params["TableName"]), context)


def _attributes(params: dict[str, Any]) -> list[str]:
    """Return the attributes that a call names, those of its key included."""
    names = params.get("ExpressionAttributeNames", {})
    words = WORD.findall(f"{params.get('UpdateExpression')} {params.get('ConditionExpression')}")
    named = {names.get(word, word) for word in words} - SYNTAX
    return sorted({*(params.get("Item") or params["Key"]), *named})


def _table(name: str) -> str:
    return name if name.startswith("arn:") else ARNS["AWS::DynamoDB::Table"].format(name)
