"""What commands share about the local stack."""

from rich.table import Table

from infra.local.stack import LocalStack, StackOutputs
from infra.local.users import credentials


def local_stack() -> LocalStack:
    """Return the local stack of this checkout (or of ``ERRATA_HOME``)."""
    return LocalStack()


def sign_in_table(outputs: StackOutputs) -> Table:
    """Return where the dashboard is and who may sign in, for a person."""
    table = Table.grid(padding=(0, 2))
    table.add_row("Dashboard", f"[link={outputs.site_url}]{outputs.site_url}[/link]")
    for user in credentials():
        table.add_row(f"Sign in as {user.username}", user.password)
    return table
