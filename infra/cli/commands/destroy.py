"""``errata destroy``."""

import click

from infra.cli.aws import stack_option
from infra.cli.output import notes


@click.command("destroy", epilog="\b\nExample:\n  errata destroy --stack errata-test")
@stack_option
@click.option("--yes", is_flag=True, help="Do not ask for the stack's name.")
def command(*, stack: str, yes: bool) -> int:
    """Delete a stack. Its table, artifacts and users are kept: their deletion is for hands only."""
    import boto3

    from infra.deploy import Deployment

    if not yes and click.prompt(f"Type {stack} to delete it", err=True) != stack:
        notes.print("Nothing was deleted.")
        return 1
    kept = Deployment(boto3.Session(), stack, notes.print).destroy()
    notes.print(f"The stack {stack} is deleted. Kept, with all they hold:")
    for name in kept:
        notes.print(f"  {name}")
    return 0
