"""A missing or wrong setting is named, and its value is not shown."""

from typing import Annotated

import pytest
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from errata.adapters.environment import load
from errata.errors import ConfigurationError


class Sample(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ERRATA_SAMPLE_")

    table: str
    port: Annotated[int, Field(ge=1)] = 1
    key: Annotated[SecretStr | None, Field(validation_alias="SAMPLE_KEY", min_length=8)] = None


def test_what_is_set_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_SAMPLE_TABLE", "errata")
    assert load(Sample).table == "errata"


def test_every_problem_is_named_and_no_value_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_SAMPLE_PORT", "70x")
    monkeypatch.setenv("SAMPLE_KEY", "hunter2")
    with pytest.raises(ConfigurationError) as caught:
        load(Sample)
    message = str(caught.value)
    assert "ERRATA_SAMPLE_TABLE: set this environment variable" in message
    assert "ERRATA_SAMPLE_PORT: Input should be a valid integer" in message
    assert "SAMPLE_KEY:" in message
    assert "hunter2" not in message
    assert "70x" not in message
