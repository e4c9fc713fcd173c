"""What commands share about stacks on AWS."""

from collections.abc import Callable
from typing import TypeVar

import boto3
import click

from infra.changes import Stack

Command = TypeVar("Command", bound=Callable[..., object])


def stack_option(command: Command) -> Command:
    """Add ``--stack``."""
    return click.option(
        "--stack",
        default="errata",
        show_default=True,
        envvar="ERRATA_STACK",
        help="Name of the CloudFormation stack.",
    )(command)


def outputs_of(session: boto3.Session, stack: str) -> dict[str, str]:
    """Return a stack's outputs, in the account and region that AWS's own settings name.

    Raises
    ------
    NotFoundError
        When there is no such stack.
    StorageError
        When AWS does not answer.
    """
    from errata.adapters.aws import storage_errors

    with storage_errors(f"describe the stack {stack}"):
        return Stack(session.client("cloudformation"), stack).outputs()
