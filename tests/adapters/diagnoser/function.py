"""The deployed functions and the world around them, for tests."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import FailureRecord
from lambdas.diagnoser.handler import handler
from lambdas.upgrader.handler import handler as upgrader
from tests.support.anthropic_server import AnthropicServer
from tests.support.aws import Cloud
from tests.support.roles import InRole

ENVELOPE = json.loads(Path("tests/events/sqs_failures.json").read_text())["Records"][0]
SECRET = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2  # shaped like a token, made up


@dataclass
class Context:
    """What the Lambda runtime says of an invocation."""

    function_name: str = "diagnoser"
    memory_limit_in_mb: int = 1_024
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:diagnoser"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"
    left_s: float = 60.0

    def get_remaining_time_in_millis(self) -> int:
        return int(self.left_s * 1_000)


@dataclass
class Diagnosing:
    """The deployed functions and the world around them."""

    cloud: Cloud
    claude: AnthropicServer
    diagnoser: InRole
    upgrader: InRole
    context: Context = field(default_factory=Context)

    def __call__(self, *bodies: str | Mapping[str, Any]) -> list[int]:
        """Deliver a batch; return the positions of the messages that come again."""
        records = [
            {
                **ENVELOPE,
                "messageId": f"message-{position}",
                "body": body if isinstance(body, str) else json.dumps(body),
            }
            for position, body in enumerate(bodies)
        ]
        with self.diagnoser.taken():
            response = handler({"Records": records}, self.context)  # type: ignore[arg-type]
        failures = response["batchItemFailures"]
        return [int(item["itemIdentifier"].removeprefix("message-")) for item in failures]

    @property
    def store(self) -> DynamoDbStore:
        return DynamoDbStore(self.cloud.table)

    def stored(self, event: Mapping[str, Any]) -> FailureRecord:
        return self.store.failure(event["experiment_id"], event["failure_id"])

    def set_key(self, key: str) -> None:
        boto3.client("secretsmanager").put_secret_value(SecretId="claude", SecretString=key)

    def upgrade(self) -> dict[str, int]:
        """Run the scheduled pass; return what it did."""
        with self.upgrader.taken():
            return upgrader({}, self.context)  # type: ignore[arg-type] # as much of it as is used


MakeEvent = Callable[..., dict[str, Any]]
UNKNOWN = {
    "error_message": "the flux capacitor said 42",
    "exceptions": [],
    "exit": {"code": 3},
    "log_tail": "start\nthe flux capacitor said 42\n",
}
"""A failure that no pattern knows."""
