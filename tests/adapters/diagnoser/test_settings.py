"""A wrong setting is named, with what would be right."""

import pytest

from errata.adapters.environment import load
from errata.errors import ConfigurationError
from lambdas.diagnoser.settings import DiagnoserSettings

GOOD = {
    "ERRATA_TABLE": "errata",
    "ERRATA_ARTIFACTS_BUCKET": "artifacts",
    "ERRATA_CLAUDE_MODEL": "claude-haiku-5-5",
    "ERRATA_CLAUDE_DAILY_BUDGET_USD": "5",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)


def test_what_is_optional_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_CLAUDE_BASE_URL", "")
    monkeypatch.setenv("ERRATA_CLAUDE_ESCALATION_MODEL", "")
    settings = load(DiagnoserSettings)
    assert settings.claude_base_url is None
    assert settings.claude_escalation_model is None
    assert settings.claude_provider == "anthropic"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ERRATA_TABLE", ""),
        ("ERRATA_CLAUDE_MODEL", ""),
        ("ERRATA_CLAUDE_PROVIDER", "carrier pigeon"),
        ("ERRATA_CLAUDE_BASE_URL", "nonsense"),
        ("ERRATA_CLAUDE_DAILY_BUDGET_USD", "-1"),
        ("ERRATA_CLAUDE_DAILY_BUDGET_USD", "five"),
    ],
)
def test_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"^{name}: "):
        load(DiagnoserSettings)
