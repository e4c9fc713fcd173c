"""The command line as its user meets it: help, one-line errors, exit codes."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from errata import __version__
from errata.errors import ErrataError, NotFoundError, SandboxError, StorageError
from infra.cli import main as cli_module
from infra.cli.main import COMMANDS, cli, main


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_a_summary(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: errata {command}")
    assert f"  errata {command}" in shown.partition("Example")[2]


def test_help_lists_every_command_and_shows_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in COMMANDS)
    assert "errata diagnose < some.log" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [["nope"], ["run", "--experiments", "0"], ["run", "--jobs", "many"], ["--nope"]]
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert words[-1] in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFoundError("no experiment X"), 3),
        (StorageError("the table did not answer"), 4),
        (SandboxError("no bubblewrap: install it"), 5),
        (ErrataError("odd"), 1),
    ],
)
def test_an_error_is_one_line_and_its_own_exit_code(
    error: ErrataError,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(cli, "get_command", lambda _context, _name: failing)
    assert main(["run"]) == code
    assert capsys.readouterr().err == f"errata: {error}\n"
    with pytest.raises(type(error)):
        main(["--verbose", "run"])


def test_an_interrupt_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_module.cli, "main", interrupt)
    assert main([]) == 130


def test_asking_for_the_version_imports_no_cloud_sdk() -> None:
    program = (
        "import sys; from infra.cli.main import main; main(['version']);"
        "print([m for m in ('boto3', 'anthropic', 'numpy', 'av') if m in sys.modules])"
    )
    root = Path(__file__).parents[3]
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines()[-1] == "[]"
