"""The archive of elites in the table: one item a cell, taken by whoever surpasses it."""

from collections.abc import Sequence
from decimal import Decimal

from boto3.dynamodb.conditions import Key

from errata.adapters.dynamodb import ancestry, keys
from errata.adapters.dynamodb.items import pack, unpack
from errata.adapters.dynamodb.rows import Rows, Write
from errata.archive import MOST_CELLS, EliteRecord, surpasses
from errata.errors import ConflictError


class Archive:
    """``ArchiveStore`` on rows."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def elites(self) -> Sequence[EliteRecord]:
        """Return all elites in the order of their cells' names.

        One query: an item takes about a kilobyte, and there are only so many cells.
        """
        items, _ = self._rows.query(Key("pk").eq(keys.ARCHIVE), {"Limit": MOST_CELLS})
        return [unpack(item, EliteRecord) for item in items]

    def offer(self, record: EliteRecord) -> bool:
        """Keep a record that surpasses what its cell holds, and what it descends from with it.

        Raises
        ------
        StorageError
            When the table does not answer, or others were in the way all the time.
        """
        held = self._rows.get(keys.elite(record.cell.name))
        if held and not surpasses(record, unpack(held, EliteRecord)):
            return False
        try:
            kept = ancestry.kept(self._rows, record.experiment_id)
            self._rows.transact([_taken(record), *kept])
        except ConflictError:
            return False
        return True


def _taken(record: EliteRecord) -> Write:
    """Return the write that takes a cell, unless a better one took it meanwhile."""
    score = Decimal(repr(record.score))
    item = {
        **keys.elite(record.cell.name),
        "body": pack(record),
        "course": record.course,
        "score": score,
    }
    better = "attribute_not_exists(pk) OR course <> :course OR score > :score"
    values = {":course": record.course, ":score": score}
    condition = {"ConditionExpression": better, "ExpressionAttributeValues": values}
    return {"Put": {"Item": item, **condition}}
