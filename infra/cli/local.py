"""What commands share about the local stack."""

import os

from rich.table import Table

from errata.adapters.environment import load
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


def sign_in_table(outputs: StackOutputs) -> Table:
    """Return where the dashboard is and who may sign in, for a person."""
    table = Table.grid(padding=(0, 2))
    table.add_row("Dashboard", f"[link={outputs.site_url}]{outputs.site_url}[/link]")
    for user in credentials():
        table.add_row(f"Sign in as {user.username}", user.password)
    return table
