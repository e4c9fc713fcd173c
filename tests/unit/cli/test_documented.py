"""Commands that the documents and the help show are commands there are, with options they take."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from infra.cli.main import COMMANDS, cli
from infra.home import CHECKOUT

PAGES = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"(?:^|[|;&(]|\$\() *\$? *(errata +[a-z].*?)(?=$|[|<>&;)]| #|  )")


def _shown(text: str) -> Iterator[str]:
    joined = text.replace("\\\n", " ")
    return (found[1] for line in joined.splitlines() for found in SHOWN.finditer(line))


def _documented() -> Iterator[str]:
    for page in PAGES:
        for fence in FENCE.findall(page.read_text("utf-8")):
            yield from _shown(fence)


def _in_help() -> Iterator[str]:
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield from _shown(
            re.sub(r"^  ", "", (command and command.epilog) or "", flags=re.MULTILINE)
        )


def _check(words: list[str]) -> None:
    name, *rest = words[1:]
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command is not None, f"there is no command {name}"
    command.make_parser(click.Context(command)).parse_args(rest)


@pytest.mark.parametrize("shown", sorted({*_documented(), *_in_help()}))
def test_a_command_shown_takes_the_options_it_is_shown_with(shown: str) -> None:
    _check(shlex.split(shown))


def test_documents_and_help_show_commands_at_all() -> None:
    assert any("report" in shown for shown in _documented())
    assert len({shown.split()[1] for shown in _in_help()}) == len(COMMANDS)


def test_a_command_that_is_not_there_is_noticed() -> None:
    with pytest.raises(click.UsageError):
        _check(["errata", "report", "--sinse", "7d"])
    with pytest.raises(AssertionError):
        _check(["errata", "reprot"])
