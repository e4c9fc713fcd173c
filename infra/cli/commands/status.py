"""``errata status``."""

import click
from rich.table import Table

from infra.cli.output import console, emit_json


@click.command("status", epilog="\b\nExample:\n  errata status --json | jq .running")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> int:
    """Say whether the local stack is up, and where, and what waits to be published.

    Exit code 0 when it is up, 1 when not.
    """
    from infra.cli.local import local_stack
    from orchestrator.settings import spool_file
    from orchestrator.spool import depth_of

    status = local_stack().status()
    waiting = depth_of(spool_file(status.home))
    document = status.model_dump(mode="json") | {
        "spooled_outcomes": waiting.parcels,
        "spooled_bytes": waiting.bytes,
    }
    if as_json:
        emit_json(document)
    else:
        table = Table.grid(padding=(0, 2))
        for name, value in document.items():
            table.add_row(name.replace("_", " "), str(value))
        console.print(table)
    return 0 if status.running else 1
