"""What commands share about the local stack."""

import os

from rich.table import Table

from errata.adapters.environment import load
from errata.errors import ConfigurationError
from infra.cli.output import notes
from infra.local.stack import LocalStack, StackOutputs
from infra.local.users import credentials
from orchestrator.settings import OrchestratorSettings


def local_stack() -> LocalStack:
    """Return the local stack of this checkout (or of ``ERRATA_HOME``)."""
    return LocalStack()


def start_stack(stack: LocalStack) -> StackOutputs:
    """Bring the stack up, saying on standard error what takes time."""
    with notes.status("Starting the local stack") as status:
        return stack.up(status.update)


def settings_for(outputs: StackOutputs) -> OrchestratorSettings:
    """Return settings for a run against the stack, and point this process's AWS clients at it."""
    os.environ.update(outputs.environment())
    return load(OrchestratorSettings)


def settings_at_hand() -> OrchestratorSettings:
    """Return settings of the resources in the environment, else of the local stack.

    Raises
    ------
    ConfigurationError
        When there are neither.
    """
    if "ERRATA_TABLE" in os.environ:
        return load(OrchestratorSettings)
    outputs = local_stack().outputs()
    if outputs is None:
        raise ConfigurationError("the local stack is not up: start it with `errata up`")
    return settings_for(outputs)


def sign_in_table(outputs: StackOutputs) -> Table:
    """Return where the dashboard is and who may sign in, for a person."""
    table = Table.grid(padding=(0, 2))
    table.add_row("Dashboard", f"[link={outputs.site_url}]{outputs.site_url}[/link]")
    for user in credentials():
        table.add_row(f"Sign in as {user.username}", user.password)
    return table
