"""Settings of Claude as a proposer."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from errata.adapters.claude.settings import ReachSettings, fits_the_provider


class ProposerSettings(ReachSettings):
    """Environment variables, prefix ``ERRATA_``, but for the key's own name."""

    anthropic_api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY")
    """The key; without it, the secret's."""
    proposer_model: Annotated[str, AfterValidator(fits_the_provider)] = Field(
        default="claude-sonnet-5-5", validate_default=True
    )
    """Who is asked."""
    proposer_daily_budget_usd: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 5.0
    """Of a UTC day, for all orchestrators together, and not for diagnoses; 0 asks nobody."""
    proposer_timeout_s: Annotated[float, Field(gt=0, le=600)] = 90.0
    """The longest that one answer is waited for."""
