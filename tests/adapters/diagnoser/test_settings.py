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
        ("ERRATA_CLAUDE_DAILY_BUDGET_USD", "nan"),
        ("ERRATA_CLAUDE_TIMEOUT_S", "0"),
        ("ERRATA_CLAUDE_TIMEOUT_S", "an hour"),
    ],
)
def test_a_wrong_one_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"^{name}: "):
        load(DiagnoserSettings)


@pytest.mark.parametrize("name", ["ERRATA_CLAUDE_MODEL", "ERRATA_CLAUDE_ESCALATION_MODEL"])
@pytest.mark.parametrize(
    ("provider", "right", "wrong", "advice"),
    [
        ("bedrock", "anthropic.claude-haiku-5-5", "claude-haiku-5-5", "start with 'anthropic.'"),
        ("anthropic", "claude-haiku-5-5", "anthropic.claude-haiku-5-5", "only Bedrock's"),
    ],
)
def test_a_model_id_must_be_the_providers_own(
    monkeypatch: pytest.MonkeyPatch, name: str, provider: str, right: str, wrong: str, advice: str
) -> None:
    monkeypatch.setenv("ERRATA_CLAUDE_PROVIDER", provider)
    monkeypatch.setenv("ERRATA_CLAUDE_MODEL", right)
    monkeypatch.setenv("ERRATA_CLAUDE_ESCALATION_MODEL", right)
    assert load(DiagnoserSettings).claude_model == right
    monkeypatch.setenv(name, wrong)
    with pytest.raises(ConfigurationError, match=f"^{name}: .*{advice}"):
        load(DiagnoserSettings)
