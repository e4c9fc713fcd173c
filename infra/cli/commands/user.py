"""``errata user``."""

import click

from infra.cli.aws import stack_option
from infra.cli.output import console, notes


@click.group("user", epilog="\b\nExample:\n  errata user add ada --role admin")
def command() -> None:
    """Say who may sign in to a stack on AWS."""


@command.command("add", epilog="\b\nExample:\n  errata user add ada --role admin")
@click.argument("name")
@click.option("--role", type=click.Choice(("admin", "viewer")), required=True)
@stack_option
def add(*, name: str, role: str, stack: str) -> None:
    """Make a user, and print a password for the first sign-in, which asks for another."""
    import boto3

    from errata.adapters.aws import storage_errors
    from infra.cli.aws import outputs_of
    from infra.users import add_user

    session = boto3.Session()
    pool = outputs_of(session, stack)["UserPoolId"]
    with storage_errors(f"make the user {name}"):
        password = add_user(session.client("cognito-idp"), pool, name, role)
    notes.print(f"{name} may sign in as {role} within a week, with this password once:")
    console.print(password, markup=False)
