"""Settings of every function that asks Claude, from the environment the template gives it."""

from typing import Annotated

from pydantic import Field, HttpUrl, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from errata.adapters.claude.client import Provider

BEDROCK_PREFIX = "anthropic."
"""Bedrock's ids of Claude models are Anthropic's own with this before them."""


class ClaudeSettings(BaseSettings):
    """Environment variables, prefix ``ERRATA_``; an empty one counts as missing."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", env_ignore_empty=True, frozen=True)

    table: str
    """Holds the day's budget, the state of the circuits and the batches under way."""
    claude_provider: Provider = "anthropic"
    claude_model: str
    """Asked first."""
    claude_escalation_model: str | None = None
    """Asked again when the first one is unsure."""
    claude_secret_arn: str | None = None
    """Holds the API key; Bedrock needs none."""
    claude_base_url: HttpUrl | None = None
    claude_daily_budget_usd: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """Of a UTC day, for all functions together; 0 asks nobody."""
    claude_timeout_s: Annotated[float, Field(gt=0, le=600)] = 40.0
    """The longest that one answer is waited for, less where less time is left."""

    @field_validator("claude_model", "claude_escalation_model")
    @classmethod
    def _fits_the_provider(cls, model: str | None, info: ValidationInfo) -> str | None:
        provider = info.data.get("claude_provider")
        if model is None or provider is None:
            return model
        if provider == "bedrock" and not model.startswith(BEDROCK_PREFIX):
            raise ValueError(
                f"Bedrock's model ids start with {BEDROCK_PREFIX!r}: "
                f"write {BEDROCK_PREFIX}claude-haiku-5-5 rather than claude-haiku-5-5"
            )
        if provider == "anthropic" and model.startswith(BEDROCK_PREFIX):
            raise ValueError(
                f"only Bedrock's model ids start with {BEDROCK_PREFIX!r}: leave it out, "
                "or set ERRATA_CLAUDE_PROVIDER to bedrock"
            )
        return model
