"""``errata version``."""

import platform

import click

from errata import __version__
from infra.cli.output import emit_json


@click.command("version", epilog="\b\nExample:\n  errata version --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> None:
    """Show the version of Errata and of Python."""
    if as_json:
        emit_json({"errata": __version__, "python": platform.python_version()})
    else:
        click.echo(f"errata {__version__} (Python {platform.python_version()})")
