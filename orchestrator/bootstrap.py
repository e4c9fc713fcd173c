"""The orchestrator's composition root: which adapter fulfils which port."""

import boto3

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from orchestrator.codec import clips
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.sandbox import open_sandbox
from orchestrator.settings import OrchestratorSettings


def build_loop(settings: OrchestratorSettings) -> Loop:
    """Return the loop that ``settings`` describe. AWS is found as boto3 finds it.

    Raises
    ------
    SandboxError
        When this host cannot isolate candidates.
    ConfigurationError
        When the clip has not been fetched.
    """
    video = clips.load(settings.clips_dir, settings.clip, settings.frames)
    return Loop(
        store=DynamoDbStore(boto3.resource("dynamodb").Table(settings.table)),
        artifacts=S3Artifacts(boto3.client("s3"), settings.artifacts_bucket),
        queue=SqsFailureQueue(boto3.client("sqs"), settings.failures_queue_url),
        sandbox=open_sandbox(),
        proposer=MutateProposer(),
        video=video,
        runs_dir=settings.runs_dir,
    )
