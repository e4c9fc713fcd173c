"""``errata report``."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from infra.cli.output import emit_json, notes

LONGEST_DAYS = 366


def _day(_context: click.Context, option: click.Parameter, text: str | None) -> date:
    """Read ``7d`` as the last seven days, today among them, and a date as itself."""
    today = datetime.now(UTC).date()
    if text is None:
        return today
    if found := re.fullmatch(r"([1-9]\d{0,2})d", text):
        return today - timedelta(days=int(found[1]) - 1)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter("must be like 7d or 2026-01-31", param=option) from error


@click.command(
    "report",
    epilog="\b\nExamples:\n  errata report --since 7d\n"
    "  errata report --since 2026-01-01 --until 2026-01-31 --out january\n"
    "  errata report --since 1d --json | jq '.repeated / .deaths'",
)
@click.option("--since", callback=_day, default="7d", show_default=True, help="First day, UTC.")
@click.option("--until", callback=_day, help="Last day, UTC; today by default.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; by default errata-report-FIRST-LAST.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the digest as JSON; write no files.")
def command(*, since: date, until: date, out: Path | None, as_json: bool) -> None:
    """Write a research digest of some days: report.md, and its plots as PNG and SVG.

    The front and what was adopted, what candidates died of and how often again, who explained it
    and at what cost, what was learnt, and what was skipped. Days are a number like 7d, today among
    them, or dates. The same data make the same files.

    Plots need the extra `report` (pip install 'errata[report]'); --json does without.

    Reads from the resources named in the environment (ERRATA_TABLE and the like), else from the
    local stack, which must be up.
    """
    if not timedelta() <= until - since < timedelta(days=LONGEST_DAYS):
        raise click.BadParameter(f"must be 1 to {LONGEST_DAYS} days, in their order: see --since")
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore
    from errata.adapters.s3 import S3Artifacts
    from infra.cli.local import settings_at_hand
    from infra.report.files import as_document, require_plots, write
    from infra.report.reading import gathered

    if not as_json:
        require_plots()
    settings = settings_at_hand()
    store = DynamoDbStore(boto3.resource("dynamodb").Table(settings.table))
    artifacts = S3Artifacts(boto3.client("s3"), settings.artifacts_bucket)
    digest = gathered(since, until, store, artifacts)
    if as_json:
        emit_json(as_document(digest))
        return
    with notes.status("Drawing"):
        written = write(digest, out or Path(f"errata-report-{since}-{until}"))
    click.echo(written)
