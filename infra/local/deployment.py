"""Deploys the real template to the emulator, changed only where ``sam package`` changes it."""

import hashlib
from collections.abc import Mapping

import boto3

from errata.errors import StorageError
from infra import release
from infra.build import Platform
from infra.changes import STEADY, Stack
from infra.local.emulator import Running
from infra.local.outputs import REGION, StackOutputs
from infra.packaging import package

STACK = "errata"
CODE_BUCKET = "errata-code"
API_PATH = "/_aws/execute-api"
"""Where the emulator serves APIs that are addressed by path."""
DEPLOYED = "errata:deployed"
"""Tag of the stack: hash of what was deployed last."""


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
        # Whoever reaches the loopback is at the machine already; a browser need not renew so often.
        "AccessTokenMinutes": "60",
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
    s3 = session.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    packaged = package(s3, CODE_BUCKET, platform)
    version = hashlib.sha256(f"{packaged.digest}{parameters}".encode()).hexdigest()
    stack = Stack(session.client("cloudformation"), STACK, poll_s=0.1)
    known = stack.described()
    if known and known["StackStatus"] not in STEADY:
        stack.delete()  # left by a deployment that was interrupted
    elif known and {"Key": DEPLOYED, "Value": version} in known.get("Tags", []):
        return False
    if change := stack.propose(packaged.template_url, parameters, {DEPLOYED: version}):
        stack.make(change)
    _say_numbers(session)
    release.publish(session, STACK)
    return True


def outputs(session: boto3.Session, running: Running) -> StackOutputs:
    """Return where everything is; StorageError before the first deployment."""
    stack = Stack(session.client("cloudformation"), STACK)
    known = stack.described()
    if not known or known["StackStatus"] not in STEADY:
        raise StorageError("the stack is not deployed; run `errata up`")
    told = stack.outputs()
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
