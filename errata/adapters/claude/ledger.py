"""Which batches are out, so that no pass asks twice and every answer is fetched."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key

from errata.adapters.aws import storage_errors
from errata.adapters.dynamodb.items import Item, is_live, pack, unpack
from errata.backlog import PendingBatch
from errata.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

PARTITION = "BATCHES#claude"
KEPT = timedelta(days=2)
"""After the model gave up: long enough to collect what it said till then."""


class Ledger:
    """The pending batches, an item each."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def add(self, batch: PendingBatch) -> None:
        """Remember a batch.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        with storage_errors("remember a batch of questions"):
            self._table.put_item(
                Item={
                    "pk": PARTITION,
                    "sk": batch.batch_id,
                    "body": pack(batch),
                    "expires_at": int((batch.expires_at + KEPT).timestamp()),
                }
            )

    def pending(self) -> list[PendingBatch]:
        """Return the batches that are not closed, those that expire first first.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        with storage_errors("read the batches of questions"):
            items = list(self._items())
        batches = [unpack(it, PendingBatch) for it in items if "closed" not in it and is_live(it)]
        return sorted(batches, key=lambda batch: batch.expires_at)

    def _items(self) -> Iterator[Item]:
        options: dict[str, Any] = {}
        while True:
            page = self._table.query(
                KeyConditionExpression=Key("pk").eq(PARTITION), ConsistentRead=True, **options
            )
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            options = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def close(self, batch: PendingBatch) -> bool:
        """Close a batch; False if it was closed before. Its item goes when its time is up.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        try:
            with storage_errors("close a batch of questions"):
                self._table.update_item(
                    Key={"pk": PARTITION, "sk": batch.batch_id},
                    UpdateExpression="SET closed = :yes REMOVE body",
                    ConditionExpression="attribute_exists(body)",
                    ExpressionAttributeValues={":yes": True},
                )
        except ConflictError:
            return False
        return True
