"""Deploys the real template to the emulator, changed only where ``sam package`` changes it."""

import hashlib
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from errata.errors import StorageError
from infra import release, template
from infra.build import Platform, artifact
from infra.local.emulator import Running
from infra.local.outputs import REGION, StackOutputs

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef, StackTypeDef

STACK = "errata"
CODE_BUCKET = "errata-code"
API_PATH = "/_aws/execute-api"
"""Where the emulator serves APIs that are addressed by path."""
DEPLOYED = "errata:deployed"
"""Tag of the stack: hash of what was deployed last."""
STEADY = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
PATIENCE_S = 180


def parameters(port: int, claude_base_url: str) -> dict[str, str]:
    """Return what differs from the template's defaults: where the emulator serves things."""
    return {
        "DeletionProtection": "false",
        "RequireTls": "false",
        "ApiOriginDomain": "localhost",
        "ApiOriginHttpPort": str(port),
        "ApiOriginPathPrefix": API_PATH,
        "TokenKeysBaseUrl": f"http://127.0.0.1:{port}",
        "ClaudeBaseUrl": claude_base_url,
        # Each concurrent batch is a process with the model's SDK in it; two fit a laptop.
        "DiagnoserConcurrency": "2",
    }


def deploy(session: boto3.Session, platform: Platform, parameters: Mapping[str, str]) -> bool:
    """Make the stack be what the template, its parameters and the sources say.

    Returns
    -------
    bool
        False when it was so already.

    Raises
    ------
    ConfigurationError
        When a function cannot be built.
    StorageError
        When the emulator refuses the template; says why.
    """
    body = json.dumps(_packaged(session, platform))
    given: list[ParameterTypeDef] = [
        {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
    ]
    version = hashlib.sha256(f"{body}{given}".encode()).hexdigest()
    client = session.client("cloudformation")
    stack = _stack(client)
    if stack and stack["StackStatus"] not in STEADY:
        client.delete_stack(StackName=STACK)
        client.get_waiter("stack_delete_complete").wait(StackName=STACK)
        stack = None
    if stack and {"Key": DEPLOYED, "Value": version} in stack.get("Tags", []):
        return False
    change = client.update_stack if stack else client.create_stack
    change(
        StackName=STACK,
        TemplateURL=_uploaded(session, body),
        Parameters=given,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags=[{"Key": DEPLOYED, "Value": version}],
    )
    _await(client)
    _say_numbers(session)
    release.publish(session, STACK)
    return True


def outputs(session: boto3.Session, running: Running) -> StackOutputs:
    """Return where everything is; StorageError before the first deployment."""
    stack = _stack(session.client("cloudformation"))
    if not stack or stack["StackStatus"] not in STEADY:
        raise StorageError("the stack is not deployed; run `errata up`")
    told = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    label = told["DistributionDomain"].split(".")[0]
    return StackOutputs(
        endpoint_url=running.endpoint_url,
        region=REGION,
        site_url=f"http://{label}.cloudfront.localhost:{running.port}/",
        api_url=f"{running.endpoint_url}{API_PATH}/{told['HttpApiId']}/$default",
        table=told["TableName"],
        artifacts_bucket=told["ArtifactBucketName"],
        site_bucket=told["SiteBucketName"],
        failures_queue_url=told["FailuresQueueUrl"],
        dead_letter_queue_url=told["DeadLetterQueueUrl"],
        user_pool_id=told["UserPoolId"],
        user_pool_client_id=told["UserPoolClientId"],
        upgrader_function=told["UpgraderFunctionName"],
        claude_secret_arn=told["ClaudeSecretArn"],
        distribution_id=told["DistributionId"],
    )


def _packaged(session: boto3.Session, platform: Platform) -> dict[str, object]:
    """Return the template with each function's code in a bucket of the emulator."""
    packaged = template.load()
    folders = template.functions(packaged)
    with ThreadPoolExecutor() as pool:
        built = dict(
            zip(folders, pool.map(lambda f: artifact(f, platform), folders.values()), strict=True)
        )
    s3 = session.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    for function, path in built.items():
        _upload(session, path)
        location = {"Bucket": CODE_BUCKET, "Key": path.name}
        packaged["Resources"][function]["Properties"]["CodeUri"] = location
    return packaged


def _upload(session: boto3.Session, path: Path) -> None:
    s3 = session.client("s3")
    try:
        s3.head_object(Bucket=CODE_BUCKET, Key=path.name)
    except ClientError:
        s3.upload_file(str(path), CODE_BUCKET, path.name)


def _uploaded(session: boto3.Session, body: str) -> str:
    """Upload the template, which is too large to be sent, and return its address."""
    key = f"template-{hashlib.sha256(body.encode()).hexdigest()}.json"
    s3 = session.client("s3")
    s3.put_object(Bucket=CODE_BUCKET, Key=key, Body=body.encode())
    return f"{s3.meta.endpoint_url}/{CODE_BUCKET}/{key}"


def _say_numbers(session: boto3.Session) -> None:
    """Say the mapping's numbers again, as numbers.

    CloudFormation's parameters are text. AWS makes a number of it where one is due; the emulator
    does not, and its poller then fails at each comparison.
    """
    client = session.client("lambda")
    for mapping in client.list_event_source_mappings()["EventSourceMappings"]:
        limit = int(mapping["ScalingConfig"]["MaximumConcurrency"])
        client.update_event_source_mapping(
            UUID=mapping["UUID"],
            BatchSize=int(mapping["BatchSize"]),
            ScalingConfig={"MaximumConcurrency": limit},
        )


def _stack(client: "CloudFormationClient") -> "StackTypeDef | None":
    try:
        return client.describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":
            return None
        raise


def _await(client: "CloudFormationClient") -> None:
    deadline = time.monotonic() + PATIENCE_S
    while (stack := _stack(client)) and stack["StackStatus"] not in STEADY:
        if not stack["StackStatus"].endswith("IN_PROGRESS") or time.monotonic() > deadline:
            raise StorageError(f"the emulator could not deploy the stack: {_reasons(client)}")
        time.sleep(0.1)


def _reasons(client: "CloudFormationClient") -> str:
    events = client.describe_stack_events(StackName=STACK)["StackEvents"]
    return "; ".join(
        f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
        for event in events
        if "FAILED" in event["ResourceStatus"] and event.get("ResourceStatusReason")
    )
