"""Opens Claude as a proposer, with what the settings name. Imports the vendor's SDK."""

from datetime import UTC, datetime

import boto3

from errata.adapters.aws import CLIENTS
from errata.adapters.budget import PROPOSALS, DailyBudget
from errata.adapters.claude.breaker import CircuitBreaker, circuits
from errata.adapters.claude.client import open_client
from errata.adapters.claude.line import Line
from errata.adapters.claude.secret import SecretKey
from errata.errors import ConfigurationError
from orchestrator.proposers.claude.proposer import ClaudeProposer
from orchestrator.proposers.claude.settings import ProposerSettings


def open_claude(settings: ProposerSettings) -> ClaudeProposer:
    """Return Claude as a proposer.

    Raises
    ------
    ConfigurationError
        When there is no key for it.
    """
    table = boto3.resource("dynamodb", config=CLIENTS).Table(settings.table)
    limit_usd = settings.proposer_daily_budget_usd
    line = Line(
        open_client(settings.claude_provider, api_key=_key(settings), base_url=settings.base_url),
        # Proposals take minutes: that one was too slow says nothing of a diagnosis.
        breaker=CircuitBreaker(circuits(settings.table)),
        budget=DailyBudget(table, limit_usd, lambda: datetime.now(UTC), PROPOSALS),
        circuit="#proposals",
    )
    return ClaudeProposer(
        line, model=settings.proposer_model, timeout_s=settings.proposer_timeout_s
    )


def _key(settings: ProposerSettings) -> str:
    if settings.claude_provider == "bedrock":
        return ""
    given = settings.anthropic_api_key
    key = given.get_secret_value().strip() if given else ""
    key = key or SecretKey(settings.claude_secret_arn).read() or ""
    if not key:
        raise ConfigurationError(
            "the claude proposer has no key: set ANTHROPIC_API_KEY, or fill the secret that "
            "ERRATA_CLAUDE_SECRET_ARN names (on AWS: errata key set)"
        )
    return key
