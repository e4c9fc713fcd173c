"""Composition root of the diagnoser: the real services, made once per environment."""

from datetime import UTC, datetime, timedelta
from functools import cache

import boto3

from errata.adapters.aws import CLIENTS
from errata.adapters.claude import ClaudeAccess
from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.environment import load
from errata.adapters.s3 import S3Artifacts
from errata.claims import Pace
from lambdas.diagnoser.batch import Services
from lambdas.diagnoser.settings import DiagnoserSettings


def services() -> Services:
    """Return the services that the environment names; the model may come and go with its key."""
    parts = environment()
    return Services(parts.store, parts.artifacts, parts.claude.model(), parts.pace, _now)


def _now() -> datetime:
    return datetime.now(UTC)


class Environment:
    """What outlives an invocation."""

    def __init__(self, settings: DiagnoserSettings) -> None:
        table = boto3.resource("dynamodb", config=CLIENTS).Table(settings.table)
        self.store = DynamoDbStore(table)
        self.artifacts = S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket)
        self.claude = ClaudeAccess(settings, table, _now)
        self.pace = Pace(settings.claude_calls_at_once, timedelta(minutes=10))


@cache
def environment() -> Environment:
    """Return what this execution environment keeps across invocations."""
    return Environment(load(DiagnoserSettings))
