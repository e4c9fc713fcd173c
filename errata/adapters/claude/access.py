"""Claude as a function's settings describe it: made once, while its key may come and go."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import anthropic
import boto3
from aws_lambda_powertools.utilities.circuit_breaker.persistence import (
    CircuitBreakerDynamoDBPersistence,
)
from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from errata.adapters.aws import CLIENTS, error_code
from errata.adapters.budget import DailyBudget
from errata.adapters.claude import telemetry
from errata.adapters.claude.batches import ClaudeBatches
from errata.adapters.claude.breaker import CircuitBreaker
from errata.adapters.claude.client import Client, open_client
from errata.adapters.claude.ledger import Ledger
from errata.adapters.claude.model import ClaudeModel, ClaudeOptions
from errata.adapters.claude.settings import ClaudeSettings
from errata.adapters.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEY_LIFE_S = 300
"""How long a key is used before the secret is read again."""


class ClaudeAccess:
    """Hands out Claude while there is a key for it.

    Parameters
    ----------
    settings : ClaudeSettings
        Which models, whose, and for how much.
    table : Table
        Where budget, circuits and batches lie.
    clock : Callable[[], datetime]
        Returns the time in UTC; the budget's day is its day.
    """

    def __init__(
        self, settings: ClaudeSettings, table: "Table", clock: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._secrets = SecretsProvider(boto3_client=boto3.client("secretsmanager", config=CLIENTS))
        self._budget = DailyBudget(table, settings.claude_daily_budget_usd, clock)
        self._ledger = Ledger(table)
        circuits = CircuitBreakerDynamoDBPersistence(
            settings.table,
            key_attr="pk",
            sort_key_attr="sk",
            static_pk_value="CIRCUIT",
            expiry_attr="expires_at",
            boto3_client=boto3.client("dynamodb", config=CLIENTS),
        )
        self._breaker = CircuitBreaker(circuits, telemetry.circuit_changed)
        self._open = lru_cache(maxsize=1)(open_client)

    def model(self) -> ClaudeModel | None:
        """Return Claude, or None when it has no key."""
        client = self._client()
        if client is None:
            return None
        settings = self._settings
        return ClaudeModel(
            client,
            ClaudeOptions(
                settings.claude_model,
                settings.claude_escalation_model,
                timeout_s=settings.claude_timeout_s,
            ),
            breaker=self._breaker,
            budget=self._budget,
            on_call=telemetry.asked,
        )

    def batches(self) -> ClaudeBatches | None:
        """Return Claude's batches, or None where there are none: without a key, and on Bedrock."""
        client = self._client()
        if not isinstance(client, anthropic.Anthropic):
            return None
        return ClaudeBatches(
            client,
            self._settings.claude_model,
            breaker=self._breaker,
            budget=self._budget,
            ledger=self._ledger,
            on_settled=telemetry.settled,
        )

    def _client(self) -> Client | None:
        settings = self._settings
        key = "" if settings.claude_provider == "bedrock" else self._key()
        if key is None:
            return None
        base_url = str(settings.claude_base_url) if settings.claude_base_url else None
        return self._open(settings.claude_provider, api_key=key, base_url=base_url)

    def _key(self) -> str | None:
        if self._settings.claude_secret_arn is None:
            return None
        try:
            secret = self._secrets.get(self._settings.claude_secret_arn, max_age=KEY_LIFE_S)
        except GetParameterError as error:
            if not _is_unfilled(error.__cause__):
                logger.warning("cannot read the Claude key: %s", error)
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
