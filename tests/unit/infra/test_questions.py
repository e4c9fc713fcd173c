"""The template's parameters as questions: every one asked, none of them a secret."""

from typing import Any

import pytest

from errata.errors import InvalidInputError
from infra import template
from infra.questions import ENDPOINTS, NOT_ASKED, decided, questions


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    return template.load()


def test_every_parameter_is_asked_for_in_its_group(whole: dict[str, Any]) -> None:
    asked = [question.name for question in questions({})]

    assert len(asked) == len(set(asked))
    assert set(asked) == set(whole["Parameters"]) - NOT_ASKED


def test_what_only_an_emulator_needs_is_a_group_of_its_own() -> None:
    endpoints = {question.name for question in questions({}) if question.group == ENDPOINTS}

    assert "RequireTls" in endpoints
    assert "AlarmEmail" not in endpoints


def test_the_last_deployment_s_values_are_the_defaults() -> None:
    known = {question.name: question.default for question in questions({"LogLevel": "DEBUG"})}

    assert known["LogLevel"] == "DEBUG"
    assert known["OrchestratorCount"] == "1"


def test_what_is_given_goes_before_what_was() -> None:
    values = decided(("LogLevel=ERROR", "AlarmEmail=a=b@c"), {"LogLevel": "DEBUG"})

    assert values["LogLevel"] == "ERROR"
    assert values["AlarmEmail"] == "a=b@c"


@pytest.mark.parametrize("word", ["LogLevel", "NoSuch=1", "=1"])
def test_a_misspelt_parameter_is_refused(word: str) -> None:
    with pytest.raises(InvalidInputError, match="must be Name=value"):
        decided((word,), {})


def test_no_parameter_could_hold_a_secret(whole: dict[str, Any]) -> None:
    """Parameters are shown in the console, in logs and in the stack's history."""
    for name in whole["Parameters"]:
        assert "secret" not in name.lower()
        assert not name.endswith(("Key", "Token", "Password"))
