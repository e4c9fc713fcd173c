"""The service of a machine, with exactly the rights of its role: it works, stops, and no more."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from errata.adapters.dynamodb import DynamoDbStore
from infra.ec2.service import FINISHED
from infra.home import CHECKOUT
from infra.local.stack import StackOutputs
from tests.e2e.test_roles import role_with
from tests.support.instance import FakeInstance, fake_instance

POLICY = "orchestrator"
SPOT = '{"action": "terminate", "time": "2026-11-21T10:00:00Z"}'


@pytest.fixture(scope="module")
def rights(stack: StackOutputs) -> Iterator[dict[str, str]]:
    """Credentials of somebody who may do what the machines' role may.

    Nobody but EC2 may take the role itself.
    """
    iam = stack.session().client("iam")
    document = iam.get_role_policy(RoleName=role_with(iam, POLICY), PolicyName=POLICY)
    text = document["PolicyDocument"]
    iam.create_user(UserName="machine")
    iam.put_user_policy(
        UserName="machine",
        PolicyName=POLICY,
        PolicyDocument=text if isinstance(text, str) else json.dumps(text),
    )
    key = iam.create_access_key(UserName="machine")["AccessKey"]
    yield {
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
    }
    iam.delete_access_key(UserName="machine", AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName="machine", PolicyName=POLICY)
    iam.delete_user(UserName="machine")


@pytest.fixture
def instance() -> Iterator[FakeInstance]:
    with fake_instance() as server:
        server.metadata["instance-id"] = "i-0123456789abcdef0"
        yield server


@pytest.fixture
def service(
    stack: StackOutputs, rights: dict[str, str], instance: FakeInstance, tmp_path: Path
) -> Iterator["subprocess.Popen[str]"]:
    """The command of the systemd unit, on a machine of its own."""
    shutil.copytree(CHECKOUT / ".errata" / "clips", tmp_path / "clips")
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        **stack.environment(),
        **rights,
        "ERRATA_HOME": str(tmp_path),
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": instance.address,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "infra.cli", "work", "--on-ec2", "--jobs", "1"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def test_it_runs_experiments_until_systemd_stops_it(
    service: "subprocess.Popen[str]", stack: StackOutputs
) -> None:
    told = _first_lines(service, 2)
    service.send_signal(signal.SIGTERM)
    rest, said = service.communicate(timeout=120)

    assert service.returncode == 0, said
    store = DynamoDbStore(stack.session().resource("dynamodb").Table(stack.table))
    for line in [*told, *map(json.loads, rest.splitlines())]:
        assert line["message"] == FINISHED
        experiment = store.experiment(line["correlation_id"])
        assert experiment.status.value == line["status"] != "running"


def test_it_stops_by_itself_when_the_machine_is_taken_away(
    service: "subprocess.Popen[str]", instance: FakeInstance
) -> None:
    _first_lines(service, 1)
    instance.metadata["spot/instance-action"] = SPOT
    _, said = service.communicate(timeout=120)

    assert service.returncode == 0, said
    assert "spot interruption" in said


REFUSED: dict[str, Callable[[boto3.Session, StackOutputs], object]] = {
    "scan the table": lambda s, o: s.client("dynamodb").scan(TableName=o.table),
    "delete an item": lambda s, o: s.client("dynamodb").delete_item(
        TableName=o.table, Key={"pk": {"S": "VERSION"}, "sk": {"S": "META"}}
    ),
    "receive failures": lambda s, o: s.client("sqs").receive_message(QueueUrl=o.failures_queue_url),
    "read the Claude key": lambda s, o: s.client("secretsmanager").get_secret_value(
        SecretId=o.claude_secret_arn
    ),
    "read the site": lambda s, o: s.client("s3").list_objects_v2(Bucket=o.site_bucket),
    "call a function": lambda s, o: s.client("lambda").invoke(FunctionName=o.upgrader_function),
    "make a user": lambda s, o: s.client("cognito-idp").admin_create_user(
        UserPoolId=o.user_pool_id, Username="intruder"
    ),
    "change the stack": lambda s, _: s.client("cloudformation").delete_stack(StackName="errata"),
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_a_machine_may_not(
    attempt: str,
    stack: StackOutputs,
    rights: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (stack.environment() | rights).items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ClientError) as refused:
        REFUSED[attempt](boto3.Session(), stack)

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] in {400, 403}
    assert "Denied" in refused.value.response["Error"]["Code"]


def _first_lines(service: "subprocess.Popen[str]", count: int) -> list[dict[str, Any]]:
    assert service.stdout is not None
    lines = [service.stdout.readline() for _ in range(count)]
    if not all(lines):
        assert service.stderr is not None
        raise AssertionError(service.stderr.read())
    return [json.loads(line) for line in lines]
