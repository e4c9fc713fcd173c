"""A deployment starts from a commit, and a key reaches a secret and nothing else."""

import subprocess
from pathlib import Path

import pytest

from errata.errors import ConfigurationError
from infra import deploy
from infra.cli.main import main


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git checkout that is exactly a commit."""
    monkeypatch.setattr(deploy, "CHECKOUT", tmp_path)
    (tmp_path / "file").write_text("as committed")
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (("init", "-q"), ("add", "file"), (*author, "commit", "-q", "-m", "all")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


@pytest.mark.usefixtures("checkout")
def test_a_commit_may_be_deployed() -> None:
    deploy.refuse_uncommitted()


@pytest.mark.parametrize("name", ["file", "new file"])
def test_anything_else_may_not(checkout: Path, name: str) -> None:
    (checkout / name).write_text("changed")

    with pytest.raises(ConfigurationError, match="not as committed"):
        deploy.refuse_uncommitted()


def test_what_is_no_checkout_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deploy, "CHECKOUT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    with pytest.raises(ConfigurationError, match="from a git checkout"):
        deploy.refuse_uncommitted()


@pytest.mark.parametrize("option", ["--key", "--secret", "sk-ant-0123"])
def test_a_key_is_never_taken_from_the_command_line(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["key", "set", option]) == 2
    assert "Usage" in capsys.readouterr().err
