"""Composition root of the diagnoser: the real services, made once per environment."""

from datetime import UTC, datetime
from functools import cache, lru_cache

import boto3
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerDynamoDBPersistence,
)
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.config import Config
from botocore.exceptions import ClientError

from errata.adapters.aws import error_code
from errata.adapters.claude import (
    CircuitBreaker,
    ClaudeModel,
    ClaudeOptions,
    DailyBudget,
    open_client,
)
from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.environment import load
from errata.adapters.s3 import S3Artifacts
from lambdas.diagnoser import observability
from lambdas.diagnoser.batch import Services
from lambdas.diagnoser.settings import DiagnoserSettings

KEY_LIFE_S = 300
"""How long a key is used before the secret is read again."""
CLIENTS = Config(
    connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}
)


def services() -> Services:
    """Return the services that the environment names; the model may come and go with its key."""
    parts = environment()
    return Services(parts.store, parts.artifacts, parts.model(), _now)


def _now() -> datetime:
    return datetime.now(UTC)


class Environment:
    """What outlives an invocation."""

    def __init__(self, settings: DiagnoserSettings) -> None:
        table = boto3.resource("dynamodb", config=CLIENTS).Table(settings.table)
        self.store = DynamoDbStore(table)
        self.artifacts = S3Artifacts(boto3.client("s3", config=CLIENTS), settings.artifacts_bucket)
        self._settings = settings
        self._secrets = SecretsProvider(boto3_client=boto3.client("secretsmanager", config=CLIENTS))
        self._budget = DailyBudget(table, settings.claude_daily_budget_usd, _now)
        circuits = CircuitBreakerDynamoDBPersistence(
            settings.table,
            key_attr="pk",
            sort_key_attr="sk",
            static_pk_value="CIRCUIT",
            expiry_attr="expires_at",
            boto3_client=boto3.client("dynamodb", config=CLIENTS),
        )
        self._breaker = CircuitBreaker(circuits, observability.circuit_changed)
        self._open = lru_cache(maxsize=1)(open_client)

    def model(self) -> ClaudeModel | None:
        """Return Claude, or None when it has no key."""
        settings = self._settings
        key = "" if settings.claude_provider == "bedrock" else self._key()
        if key is None:
            return None
        base_url = str(settings.claude_base_url) if settings.claude_base_url else None
        return ClaudeModel(
            self._open(settings.claude_provider, api_key=key, base_url=base_url),
            ClaudeOptions(settings.claude_model, settings.claude_escalation_model),
            breaker=self._breaker,
            budget=self._budget,
            on_call=observability.asked,
        )

    def _key(self) -> str | None:
        if self._settings.claude_secret_arn is None:
            return None
        try:
            secret = self._secrets.get(self._settings.claude_secret_arn, max_age=KEY_LIFE_S)
        except GetParameterError as error:
            if not _is_unfilled(error.__cause__):
                observability.logger.warning("cannot read the Claude key: %s", error)
            return None
        key = str(secret).strip()
        if not key:
            # Only a key is worth remembering: one that is filled in must work at once.
            self._secrets.clear_cache()
        return key or None


def _is_unfilled(cause: BaseException | None) -> bool:
    """Tell whether the secret just has no value yet: an error to AWS, and a choice to us."""
    if isinstance(cause, ClientError):
        return error_code(cause) == "ResourceNotFoundException"
    return isinstance(cause, KeyError)


@cache
def environment() -> Environment:
    """Return what this execution environment keeps across invocations."""
    return Environment(load(DiagnoserSettings))
