"""The ``errata`` command: a group whose subcommands are imported only when used.

Exit codes: 0 done · 1 failed · 2 bad input, usage or configuration · 3 not found ·
4 storage did not answer · 5 this host cannot isolate candidates · 130 interrupted.
"""

import importlib
import sys
from typing import Any

import click

from errata.errors import ErrataError

COMMANDS = (
    "audit",
    "clips",
    "demo",
    "deploy",
    "destroy",
    "diagnose",
    "doctor",
    "down",
    "evidence",
    "key",
    "learned",
    "lineage",
    "logs",
    "redact",
    "replay",
    "report",
    "restore",
    "review",
    "run",
    "site",
    "status",
    "story",
    "up",
    "user",
    "version",
    "work",
)

EPILOG = """\b
Examples:
  errata up                               start the local stack and deploy to it
  errata run --experiments 24             run a batch of experiments
  errata diagnose < some.log              explain a log
  errata evidence < some.log              show the lines of a log that matter
  errata diagnose --offline --jsonl FILE  explain many failures, one JSON object a line

\b
Exit codes:
  0 done   1 failed   2 bad input, usage or configuration   3 not found
  4 storage did not answer   5 this host cannot isolate candidates   130 interrupted
"""


class LazyGroup(click.Group):
    """Imports a subcommand's module when it is asked for, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all subcommands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the subcommand, or None if there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"infra.cli.commands.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--verbose", is_flag=True, help="Show the whole trace of an error.")
def cli(*, verbose: bool) -> None:
    """Errata tells people why their experiment died."""
    del verbose  # read by main() below, where errors end up


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code; errors are one clear line."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        # Click returns an exit code of its own for --help and the like, and None otherwise.
        outcome: Any = cli.main(args=words, prog_name="errata", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except ErrataError as error:
        if "--verbose" in words:
            raise
        click.echo(f"errata: {error}", err=True)
        return error.exit_code
    return outcome if isinstance(outcome, int) else 0
