"""Repairs in the table: which failure is repaired by whom, and what became of it."""

from collections.abc import Mapping

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import keys
from errata.adapters.dynamodb.rows import Rows
from errata.learning import RepairTally
from errata.taxonomy import Category


def tallies(rows: Rows) -> Mapping[Category, RepairTally]:
    """Return what became of repairs, by the category of failure they were to repair."""
    items, _ = rows.query(Key("pk").eq(keys.REPAIRS), {})
    return {
        Category(item["sk"]): RepairTally(
            **{name: int(item.get(name, 0)) for name in RepairTally.model_fields}
        )
        for item in items
    }
