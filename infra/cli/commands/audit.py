"""``errata audit``."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from errata.text import sanitize
from infra.cli.aws import outputs_of, stack_option
from infra.cli.output import console

if TYPE_CHECKING:
    from errata.audit import AuditEntry


@click.command("audit", epilog="\b\nExamples:\n  errata audit\n  errata audit --json --limit 500")
@stack_option
@click.option(
    "--limit",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="How many changes.",
)
@click.option("--json", "as_json", is_flag=True, help="Print an entry a line, as JSON.")
def command(*, stack: str, limit: int, as_json: bool) -> None:
    """Show what people changed in a stack on AWS, newest first: who, when, before and after."""
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore

    session = boto3.Session()
    table = session.resource("dynamodb").Table(outputs_of(session, stack)["TableName"])
    page = DynamoDbStore(table).audit(now=datetime.now(UTC), limit=limit)
    for entry in page.items:
        text = entry.model_dump_json() if as_json else _told(entry)
        console.print(text, markup=False, soft_wrap=True)


def _told(entry: "AuditEntry") -> str:
    head = f"{entry.at:%Y-%m-%d %H:%M:%S}Z {entry.by} {entry.act} {entry.subject}"
    told = [head, *_differences(entry.before or {}, entry.after or {})]
    return "\n".join(sanitize(line).replace("\n", " ") for line in told)


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [f"    {name}: {before.get(name, '-')} -> {after.get(name, '-')}" for name in names]
