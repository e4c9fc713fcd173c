"""Settings of the local stack come from the environment, and a wrong one is named."""

from pathlib import Path

import pytest

from errata.errors import ConfigurationError
from infra.local.settings import LocalSettings
from infra.local.stack import LocalStack


def test_a_relative_home_is_relative_to_the_caller(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_HOME", "data")

    assert LocalSettings().home == tmp_path / "data"


def test_a_wrong_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_LOCAL_PORT", "eighty")

    with pytest.raises(ConfigurationError, match="ERRATA_LOCAL_PORT"):
        LocalStack()


def test_the_claude_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-a-real-key")

    assert "real-key" not in repr(LocalSettings())


def test_an_empty_claude_key_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "")

    assert LocalSettings().anthropic_api_key is None


def test_a_stack_that_is_down_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path))

    status = LocalStack().status()

    assert (status.running, status.pid, status.site_url) == (False, None, None)
    assert status.home == tmp_path
