"""``errata restore``."""

from datetime import UTC, datetime

import click

from infra.cli.aws import stack_option
from infra.cli.output import notes


@click.command("restore", epilog="\b\nExample:\n  errata restore --at 2026-11-21T08:00:00")
@stack_option
@click.option(
    "--at", type=click.DateTime(), required=True, help="A moment in UTC, up to 35 days ago."
)
@click.option("--keep-copy", is_flag=True, help="Leave the copy, to look at; it costs.")
def command(*, stack: str, at: datetime, keep_copy: bool) -> None:
    """Bring back items that were deleted from a stack's table since a moment.

    A copy of the table as of then is made; what the live table lacks is put back into it, and what
    it has stays as it is.
    """
    import boto3

    from errata.adapters.aws import storage_errors
    from infra.cli.aws import outputs_of
    from infra.restore import bring_back, copy_as_of

    session = boto3.Session()
    table = outputs_of(session, stack)["TableName"]
    dynamodb = session.resource("dynamodb")
    with notes.status("Copying the table, which takes from minutes to hours") as status:
        name = copy_as_of(dynamodb, table, at.replace(tzinfo=UTC))
        copy = dynamodb.Table(name)
        back = bring_back(copy, dynamodb.Table(table), lambda n: status.update(f"{n} put back"))
    notes.print(f"{back} items are back in {table}.")
    if keep_copy:
        notes.print(f"The copy is {name}.")
        return
    with storage_errors(f"delete the copy {name}"):
        copy.delete()
