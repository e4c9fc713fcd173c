"""``errata learned``."""

import click

from infra.cli.output import console, emit_json


@click.command(
    "learned", epilog="\b\nExamples:\n  errata learned\n  errata learned --json | jq '.arms[0]'"
)
@click.option("--json", "as_json", is_flag=True, help="Print everything, as JSON.")
def command(*, as_json: bool) -> None:
    """Show how each kind of edit has fared: what the loop weighs its next proposals by.

    Counts are discounted: what was long ago counts less. Reads from the resources named in the
    environment (ERRATA_TABLE and the like), else from the local stack, which must be up.
    """
    import boto3
    from rich.table import Table

    from errata.adapters.dynamodb import DynamoDbStore
    from infra.cli.local import settings_at_hand

    settings = settings_at_hand()
    arms = DynamoDbStore(boto3.resource("dynamodb").Table(settings.table)).arms()
    if as_json:
        emit_json({"arms": [arm.model_dump(mode="json") for arm in arms]})
        return
    table = Table("arm", "adopted", "no better", "died", "groups", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for arm in arms:
        targets = sorted(arm.targets.items(), key=lambda known: -known[1].tries)
        for name, tally in [(arm.operator, arm.tally), *((f"  {n}", t) for n, t in targets)]:
            died = sum(tally.deaths.values())
            counts = (f"{count:.1f}" for count in (tally.adopted, tally.rejected, died))
            table.add_row(name.replace("[", r"\["), *counts, str(len(tally.deaths)))
    console.print(table)
