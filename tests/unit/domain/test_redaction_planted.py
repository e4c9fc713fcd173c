"""Hundreds of secrets in logs and code: none survives, and nothing else goes."""

import pytest

from errata.redaction import redact
from tests.support.planted import KINDS, LOOK_ALIKES, SURROUNDINGS, Planted, planted

PLANTED = list(planted())


def test_enough_is_planted() -> None:
    assert len(KINDS) >= 25
    assert sum(len(it.secrets) for it in PLANTED) >= 500


@pytest.mark.parametrize("kind", KINDS)
def test_no_planted_secret_survives(kind: str) -> None:
    found = [it for it in PLANTED if it.kind == kind]
    leaked = {it.text: secret for it in found for secret in it.secrets if secret in redact(it.text)}
    assert not leaked


@pytest.mark.parametrize("kind", KINDS)
def test_lines_stay_where_they_are_and_a_second_pass_changes_nothing(kind: str) -> None:
    for it in (it for it in PLANTED if it.kind == kind):
        once = redact(it.text)
        assert once.count("\n") == it.text.count("\n")
        assert redact(once) == once


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_look_alikes_survive(text: str, surrounding: str) -> None:
    given = surrounding.replace("{}", text)
    assert redact(given) == given


def test_secrets_are_hidden_among_each_other() -> None:
    def survivors(some: list[Planted]) -> list[str]:
        masked = redact("\n".join(it.text for it in some))
        return [f"{it.kind}: {secret}" for it in some for secret in it.secrets if secret in masked]

    assert not survivors(PLANTED)
    assert not survivors(PLANTED[::-1])
