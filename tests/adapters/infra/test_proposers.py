"""``errata run --proposer``: who is asked, and one line for a wrong name or a missing key."""

import subprocess
import sys
from pathlib import Path
from random import Random

import boto3
import pytest

from errata.errors import ConfigurationError
from infra.cli.main import main
from orchestrator.proposers.claude.opening import open_claude
from orchestrator.proposers.claude.settings import ProposerSettings
from orchestrator.proposers.port import Brief
from orchestrator.settings import OrchestratorSettings
from tests.support.anthropic_server import AnthropicServer, message
from tests.support.aws import Cloud

PARENT = "def encode(): ...\n"


@pytest.fixture(autouse=True)
def _environment(cloud: Cloud, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "ERRATA_CLAUDE_SECRET_ARN", "ERRATA_PROPOSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path))
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", cloud.artifacts_bucket)
    monkeypatch.setenv("ERRATA_FAILURES_QUEUE_URL", cloud.failures_queue_url)


@pytest.mark.parametrize("proposer", ["claude", "mix:mutate=3,claude=1"])
def test_claude_without_a_key_is_one_clear_line(
    proposer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--proposer", proposer]) == ConfigurationError.exit_code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("errata: the claude proposer has no key: set ANTHROPIC_API_KEY, or ")


def test_a_proposer_that_there_is_not_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--proposer", "gpt"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("errata: proposer: 'gpt' is no proposer; want mutate, claude, replay")


def test_the_environment_names_one_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert OrchestratorSettings().proposer == "mutate"
    monkeypatch.setenv("ERRATA_PROPOSER", "mix:claude=1,replay=1")
    assert OrchestratorSettings().proposer == "mix:claude=1,replay=1"
    monkeypatch.setenv("ERRATA_PROPOSER", "llama")
    assert main(["run"]) == 2
    assert "ERRATA_PROPOSER: 'llama' is no proposer" in capsys.readouterr().err


def test_the_key_is_the_environments_else_the_secrets(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = boto3.client("secretsmanager").create_secret(Name="claude")
    monkeypatch.setenv("ERRATA_CLAUDE_SECRET_ARN", secret["ARN"])
    with pytest.raises(ConfigurationError, match="no key"):
        open_claude(ProposerSettings())
    assert caplog.messages == []  # a secret without a value is a choice, not a fault
    boto3.client("secretsmanager").put_secret_value(
        SecretId=secret["ARN"], SecretString="sk-secret\n"
    )
    with AnthropicServer().running() as server:
        server.respond = lambda _: message("{}")
        monkeypatch.setenv("ERRATA_CLAUDE_BASE_URL", server.url)

        def key_sent() -> str:
            open_claude(ProposerSettings()).propose(Brief(PARENT), Random(1))  # noqa: S311 - guards nothing
            return str(server.headers[-1])

        assert "sk-secret'" in key_sent()
        monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-own")
        assert "sk-own'" in key_sent()
        assert server.requests[-1]["model"] == "claude-sonnet-5-5"
        monkeypatch.setenv("ERRATA_PROPOSER_MODEL", "claude-opus-5-5")
        key_sent()
        assert server.requests[-1]["model"] == "claude-opus-5-5"


def test_on_bedrock_the_models_id_is_bedrocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_CLAUDE_PROVIDER", "bedrock")
    with pytest.raises(ValueError, match="Bedrock's model ids start"):
        ProposerSettings()
    monkeypatch.setenv("ERRATA_PROPOSER_MODEL", "anthropic.claude-sonnet-5-5")
    assert open_claude(ProposerSettings()).name == "claude"


def test_only_who_asks_claude_waits_for_its_sdk() -> None:
    code = "import sys, orchestrator.bootstrap; print('anthropic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
