"""Settings of the local stack."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.home import home

Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().resolve())]


class LocalSettings(BaseSettings):
    """Environment variables, prefix ``ERRATA_``; constructible in code too."""

    model_config = SettingsConfigDict(env_prefix="ERRATA_", env_ignore_empty=True, frozen=True)

    home: Folder = Field(default_factory=home)
    """Where the stack keeps its state, logs and credentials."""
    local_port: int | None = Field(default=None, ge=1, le=65_535)
    """Port of the emulator on the loopback interface; by default 4577, or a free one."""
    anthropic_api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY")
    """Goes into the stack's secret, and nowhere else."""
    claude_base_url: str = ""
    """Address of a gateway in front of the model's API; empty for the vendor's own."""
