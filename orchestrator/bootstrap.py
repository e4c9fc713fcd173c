"""The orchestrator's composition root: which adapter fulfils which port."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import boto3

from errata.adapters.aws import CLIENTS
from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.environment import load
from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from errata.ports import ArtifactStore, ExperimentStore
from orchestrator.codec import clips
from orchestrator.codec.anchors import anchors
from orchestrator.codec.course import Clip, Course
from orchestrator.loop import Loop, Pace
from orchestrator.proposers.choice import Choice, Mix, Replay, parse
from orchestrator.proposers.mix import MixProposer
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.proposers.port import Proposer
from orchestrator.proposers.replay import ReplayProposer, chosen
from orchestrator.sandbox import open_sandbox
from orchestrator.settings import OrchestratorSettings
from orchestrator.spool import Spool

Say = Callable[[str], None]


def build_loop(
    settings: OrchestratorSettings,
    say: Say = lambda _: None,
    *,
    feedback: bool = True,
    repairs: bool = True,
) -> Loop:
    """Return the loop that ``settings`` describe. AWS is found as boto3 finds it.

    Parameters
    ----------
    settings : OrchestratorSettings
        What to build.
    say : callable
        Told in a few words what is being done, where it takes a while.
    feedback : bool
        Whether diagnoses steer what is tried.
    repairs : bool
        Whether failed candidates are repaired as their diagnoses say; never without feedback.

    Raises
    ------
    SandboxError
        When this host cannot isolate candidates.
    ConfigurationError
        When a clip has not been fetched, or the proposer has no key.
    InvalidInputError
        When there is no such clip, or it is too short.
    """
    store = DynamoDbStore(boto3.resource("dynamodb", config=CLIENTS).Table(settings.table))
    artifacts = S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket)
    proposer = _proposer(parse(settings.proposer), store, artifacts)
    return Loop(
        store=store,
        artifacts=artifacts,
        queue=SqsFailureQueue(boto3.client("sqs", config=CLIENTS), settings.failures_queue_url),
        sandbox=open_sandbox(),
        proposer=proposer,
        course=_course(settings, say),
        spool=Spool(settings.spool),
        pace=Pace(timedelta(seconds=settings.lease_s), settings.patience_s),
        learning=store if feedback else None,
        repairs=store if feedback and repairs else None,
        archive=store,
    )


def _proposer(choice: Choice, store: ExperimentStore, artifacts: ArtifactStore) -> Proposer:
    match choice:
        case Mix(shares):
            members = [(_proposer(each, store, artifacts), share) for each, share in shares]
            return MixProposer(members)
        case Replay():
            return ReplayProposer(chosen(store, choice), artifacts)
        case "claude":
            # Its SDK takes seconds to import: only who asks it waits for that.
            from orchestrator.proposers.claude.opening import open_claude
            from orchestrator.proposers.claude.settings import ProposerSettings

            return open_claude(load(ProposerSettings))
        case "mutate":
            return MutateProposer()


def _course(settings: OrchestratorSettings, say: Say) -> Course:
    def clip(name: str) -> Clip:
        video = clips.load(settings.clips_dir, name, settings.frames)
        return Clip(name, video, anchors(video, settings.anchors_dir, say))

    held_out = settings.hold_out_clip
    with ThreadPoolExecutor() as pool:  # encoders take a while at the first time
        hold_out = pool.submit(clip, held_out) if held_out else None
        working = tuple(pool.map(clip, settings.clips))
        return Course(working, hold_out.result() if hold_out else None)
