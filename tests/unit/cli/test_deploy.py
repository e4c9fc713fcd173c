"""`errata deploy` asks, shows, and changes nothing without a yes."""

from collections.abc import Mapping
from typing import Any

import pytest
from click.testing import CliRunner

from infra import deploy
from infra.changes import Change, ChangeSet
from infra.cli.commands.deploy import command
from infra.questions import ENDPOINTS, questions

ASKED = [question.name for question in questions({}) if question.group != ENDPOINTS]
CHANGE = ChangeSet("errata", "arn", (Change("Modify", "Table", "AWS::DynamoDB::Table", True),))


class Account:
    """Stands for a deployment to an account: what was proposed, and whether it was made."""

    def __init__(self) -> None:
        self.proposed: dict[str, str] = {}
        self.made: list[ChangeSet | None] = []

    def __call__(self, *_: object) -> "Account":
        return self

    def known_parameters(self) -> dict[str, str]:
        return {"LogLevel": "WARNING"}

    def propose(self, parameters: Mapping[str, str]) -> ChangeSet:
        self.proposed = dict(parameters)
        return CHANGE

    def finish(self, change: ChangeSet | None) -> dict[str, str]:
        self.made.append(change)
        return {"DistributionDomain": "d1.cloudfront.net"}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    found = Account()
    monkeypatch.setattr(deploy, "Deployment", found)
    monkeypatch.setattr(deploy, "refuse_uncommitted", lambda: None)
    return found


def _deploy(words: list[str], typed: str = "") -> Any:  # noqa: ANN401 click's result
    return CliRunner().invoke(command, words, input=typed, standalone_mode=False)


def test_enter_keeps_what_was_and_a_word_changes_it(account: Account) -> None:
    typed = ["ops@example.com" if name == "AlarmEmail" else "" for name in ASKED] + ["y"]

    done = _deploy([], "\n".join(typed) + "\n")

    assert done.exit_code == 0, done.output
    assert account.proposed["LogLevel"] == "WARNING"
    assert account.proposed["AlarmEmail"] == "ops@example.com"
    assert account.made == [CHANGE]


def test_nothing_is_changed_without_a_yes(account: Account) -> None:
    done = _deploy([], "\n" * len(ASKED) + "n\n")

    assert done.return_value == 1
    assert account.made == []


def test_with_yes_nothing_is_asked(account: Account) -> None:
    done = _deploy(["--yes", "--set", "OrchestratorCount=0", "--json"])

    assert done.exit_code == 0, done.output
    assert account.proposed["OrchestratorCount"] == "0"
    assert '"DistributionDomain": "d1.cloudfront.net"' in done.stdout


def test_a_checkout_that_is_no_commit_reaches_no_account(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise RuntimeError("not as committed")

    monkeypatch.setattr(deploy, "refuse_uncommitted", refuse)

    assert _deploy(["--yes"]).exception is not None
    assert account.proposed == {}
