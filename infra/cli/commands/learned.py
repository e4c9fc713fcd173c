"""``errata learned``."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from errata.learning import Arm, RepairTally
from errata.taxonomy import Category
from infra.cli.output import console, emit_json

if TYPE_CHECKING:
    from rich.table import Table


@click.command(
    "learned", epilog="\b\nExamples:\n  errata learned\n  errata learned --json | jq '.arms[0]'"
)
@click.option("--json", "as_json", is_flag=True, help="Print everything, as JSON.")
def command(*, as_json: bool) -> None:
    """Show how each kind of edit has fared, and what became of repairs by category of failure.

    The loop weighs its next proposals by how edits fared; these counts are discounted: what was
    long ago counts less. Repairs are all counted alike: a diagnosis is verified when the repair
    that follows it lives, and refuted when it dies the same death. Reads from the resources named
    in the environment (ERRATA_TABLE and the like), else from the local stack, which must be up.
    """
    import boto3

    from errata.adapters.dynamodb import DynamoDbStore
    from infra.cli.local import settings_at_hand

    settings = settings_at_hand()
    store = DynamoDbStore(boto3.resource("dynamodb").Table(settings.table))
    arms, repairs = store.arms(), store.repairs()
    if as_json:
        tallies = {category: tally.model_dump() for category, tally in repairs.items()}
        emit_json({"arms": [arm.model_dump(mode="json") for arm in arms], "repairs": tallies})
        return
    console.print(_fared(arms))
    if repairs:
        console.print(_repaired(repairs))


def _fared(arms: Sequence[Arm]) -> "Table":
    table = _table("arm", "adopted", "no better", "died", "groups")
    for arm in arms:
        targets = sorted(arm.targets.items(), key=lambda known: -known[1].tries)
        for name, tally in [(arm.operator, arm.tally), *((f"  {n}", t) for n, t in targets)]:
            died = sum(tally.deaths.values())
            counts = (f"{count:.1f}" for count in (tally.adopted, tally.rejected, died))
            table.add_row(name.replace("[", r"\["), *counts, str(len(tally.deaths)))
    return table


def _repaired(repairs: Mapping[Category, RepairTally]) -> "Table":
    table = _table("repairs of", "tried", "verified", "refuted", "success")
    for category, tally in sorted(repairs.items()):
        counts = (str(count) for count in (tally.tried, tally.verified, tally.refuted))
        table.add_row(category.replace("_", " "), *counts, f"{tally.success:.0%}")
    return table


def _table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(*columns, box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    return table
