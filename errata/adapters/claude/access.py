"""Claude as a function's settings describe it: made once, while its key may come and go."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import anthropic

from errata.adapters.budget import DailyBudget
from errata.adapters.claude import telemetry
from errata.adapters.claude.batches import ClaudeBatches
from errata.adapters.claude.breaker import CircuitBreaker, circuits
from errata.adapters.claude.client import Client, open_client
from errata.adapters.claude.ledger import Ledger
from errata.adapters.claude.model import ClaudeModel, ClaudeOptions
from errata.adapters.claude.secret import SecretKey
from errata.adapters.claude.settings import ClaudeSettings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


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
        self._key = SecretKey(settings.claude_secret_arn)
        self._budget = DailyBudget(table, settings.claude_daily_budget_usd, clock)
        self._ledger = Ledger(table)
        self._breaker = CircuitBreaker(circuits(settings.table), telemetry.circuit_changed)
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
        key = "" if settings.claude_provider == "bedrock" else self._key.read()
        if key is None:
            return None
        return self._open(settings.claude_provider, api_key=key, base_url=settings.base_url)
