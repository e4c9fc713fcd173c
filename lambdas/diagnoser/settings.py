"""Settings of the diagnoser function, from the environment the template gives it."""

from typing import Annotated, Literal

from pydantic import Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict


class DiagnoserSettings(BaseSettings):
    """Environment variables, prefix ``ERRATA_``; an empty one counts as missing."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", env_ignore_empty=True, frozen=True)

    table: str
    artifacts_bucket: str
    claude_model: str
    """Asked first."""
    claude_escalation_model: str | None = None
    """Asked again when the first one is unsure."""
    claude_provider: Literal["anthropic", "bedrock"] = "anthropic"
    claude_secret_arn: str | None = None
    """Holds the API key; Bedrock needs none."""
    claude_base_url: HttpUrl | None = None
    claude_daily_budget_usd: Annotated[float, Field(ge=0)]
