"""A stack that was given a key: from the secret to the model, by the functions' own roles."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.stack import LocalStack, StackOutputs
from infra.local.users import credentials
from tests.e2e.failures import address, publish
from tests.e2e.visitor import Visitor, free_port
from tests.support.anthropic_server import AnthropicServer, answer_all, refused

KEY = "sk-ant-only-for-this-test"


@pytest.fixture
def claude() -> Iterator[AnthropicServer]:
    """The model, as far as its wire format goes."""
    with AnthropicServer().running() as server:
        yield server


@pytest.fixture
def stack_with_key(
    claude: AnthropicServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[StackOutputs]:
    """A stack that came up without a key at first, and then with one in the environment."""
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path))
    monkeypatch.setenv("ERRATA_LOCAL_PORT", str(free_port()))
    try:
        LocalStack().up(lambda _doing: None)
        monkeypatch.setenv("ERRATA_CLAUDE_BASE_URL", claude.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        yield LocalStack().up(lambda _doing: None)
    finally:
        LocalStack().down()


def test_claude_explains_and_the_key_stays_in_the_secret(
    stack_with_key: StackOutputs, claude: AnthropicServer, tmp_path: Path
) -> None:
    event = publish(stack_with_key)
    visitor = Visitor(stack_with_key.site_url)
    visitor.sign_in(credentials()[0])

    diagnosis = visitor.wait_for(address(event)).json["diagnosis"]

    assert diagnosis["source"] == "claude"
    assert diagnosis["cost_usd"] > 0
    assert claude.headers[0]["authorization"] == f"Bearer {KEY}"
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in files if KEY.encode() in file.read_bytes()]


def test_what_patterns_explained_during_an_outage_claude_explains_after_it(
    stack_with_key: StackOutputs, claude: AnthropicServer
) -> None:
    claude.respond = lambda _: refused(529, "overloaded_error")
    event = publish(stack_with_key)
    visitor = Visitor(stack_with_key.site_url)
    visitor.sign_in(credentials()[0])
    before = visitor.wait_for(address(event)).json["diagnosis"]
    assert (before["source"], before["upgradeable"]) == ("patterns", True)

    claude.respond = answer_all
    # The schedule calls it every ten minutes; a test calls it at once.
    called = (
        stack_with_key.session()
        .client("lambda")
        .invoke(FunctionName=stack_with_key.upgrader_function, Payload=b"{}")
    )

    assert "FunctionError" not in called
    assert json.loads(called["Payload"].read())["answered"] == 1
    after = visitor.get(address(event)).json["diagnosis"]
    assert (after["source"], after["upgradeable"]) == ("claude", False)
    assert after["root_cause"] != before["root_cause"]
    budget = visitor.get("/api/budget").json
    assert 0 < budget["spent_usd"] < budget["limit_usd"]
    assert budget["exhausted_at"] is None
