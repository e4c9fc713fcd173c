"""Settings of all that ask Claude, from the environment the template gives them."""

from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, ValidationInfo
from pydantic_settings import BaseSettings, SettingsConfigDict

from errata.adapters.claude.client import Provider

BEDROCK_PREFIX = "anthropic."
"""Bedrock's ids of Claude models are Anthropic's own with this before them."""


class ReachSettings(BaseSettings):
    """How Claude is reached: variables ``ERRATA_...``, of which an empty one is a missing one."""

    model_config = SettingsConfigDict(
        env_prefix="ERRATA_", env_ignore_empty=True, frozen=True, populate_by_name=True
    )

    table: str
    """Holds the day's budget, the state of the circuits and the batches under way."""
    claude_provider: Provider = "anthropic"
    claude_secret_arn: str | None = None
    """Holds the API key; Bedrock needs none."""
    claude_base_url: HttpUrl | None = None

    @property
    def base_url(self) -> str | None:
        """The address of a gateway in front of the API, if there is one."""
        return str(self.claude_base_url) if self.claude_base_url else None


def fits_the_provider(model: str | None, info: ValidationInfo) -> str | None:
    """Return a model's id if it is one of the provider's."""
    provider = info.data.get("claude_provider")
    if model is None or provider is None:
        return model
    if provider == "bedrock" and not model.startswith(BEDROCK_PREFIX):
        raise ValueError(
            f"Bedrock's model ids start with {BEDROCK_PREFIX!r}: "
            f"write {BEDROCK_PREFIX}{model} rather than {model}"
        )
    if provider == "anthropic" and model.startswith(BEDROCK_PREFIX):
        raise ValueError(
            f"only Bedrock's model ids start with {BEDROCK_PREFIX!r}: leave it out, "
            "or set ERRATA_CLAUDE_PROVIDER to bedrock"
        )
    return model


class ClaudeSettings(ReachSettings):
    """Settings of every function that asks Claude for diagnoses."""

    claude_model: Annotated[str, AfterValidator(fits_the_provider)]
    """Asked first."""
    claude_escalation_model: Annotated[str | None, AfterValidator(fits_the_provider)] = None
    """Asked again when the first one is unsure."""
    claude_daily_budget_usd: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """Of a UTC day, for all functions together; 0 asks nobody."""
    claude_timeout_s: Annotated[float, Field(gt=0, le=600)] = 40.0
    """The longest that one answer is waited for, less where less time is left."""
