"""``errata down``."""

import click

from infra.cli.output import notes


@click.command("down", epilog="\b\nExample:\n  errata down")
def command() -> None:
    """Stop the local stack; its data is kept for the next `errata up`."""
    from infra.cli.local import local_stack

    with notes.status("Stopping the local stack"):
        local_stack().down()
    notes.print("The local stack is down. Its data is kept.")
