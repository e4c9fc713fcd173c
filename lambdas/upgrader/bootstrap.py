"""Composition root of the upgrader: the real services, made once per environment."""

from datetime import UTC, datetime
from functools import cache

import boto3

from errata.adapters.aws import CLIENTS
from errata.adapters.claude import ClaudeAccess
from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.environment import load
from errata.adapters.s3 import S3Artifacts
from errata.upgrades import UpgradeServices
from lambdas.upgrader.settings import UpgraderSettings


def services() -> UpgradeServices:
    """Return the services that the environment names; the model may come and go with its key."""
    parts = environment()
    return UpgradeServices(
        store=parts.store,
        artifacts=parts.artifacts,
        model=parts.claude.model(),
        backlog=parts.claude.batches(),
        backlog_from=parts.settings.claude_backlog,
        clock=_now,
    )


def _now() -> datetime:
    return datetime.now(UTC)


class Environment:
    """What outlives an invocation."""

    def __init__(self, settings: UpgraderSettings) -> None:
        table = boto3.resource("dynamodb", config=CLIENTS).Table(settings.table)
        self.store = DynamoDbStore(table)
        self.artifacts = S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket)
        self.claude = ClaudeAccess(settings, table, _now)
        self.settings = settings


@cache
def environment() -> Environment:
    """Return what this execution environment keeps across invocations."""
    return Environment(load(UpgraderSettings))
