"""Settings of the admin API function, from the environment the template gives it."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class AdminApiSettings(BaseSettings):
    """Environment variables, prefix ``ERRATA_``."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", frozen=True)

    table: str
    artifacts_bucket: str
    user_pool_id: str
    user_pool_client_id: str
    cursor_key: Annotated[SecretStr, Field(min_length=32)]
    """Signs cursors; all environments of the function share it."""
    writes_per_minute: Annotated[int, Field(ge=1)]
    costly_reads_per_minute: Annotated[int, Field(ge=1)]
    """Of one caller."""
    claude_daily_budget_usd: float
    """What the functions that ask Claude may spend; shown, not spent here."""
