"""Reads and writes of the table, with AWS's errors as ours and expired items left out."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import ConditionBase
from botocore.exceptions import ClientError

from errata.adapters.aws import error_code, storage_errors
from errata.adapters.dynamodb.items import Item, is_live
from errata.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

Key = Mapping[str, str]
Options = Any
"""boto3's keyword arguments, which differ from call to call."""

BATCH_GET_LIMIT = 100
"""Keys in one BatchGetItem (AWS quota)."""
COLLISION_TRIES = 10
COLLISION_PAUSE_S = 0.02


class Rows:
    """One table.

    Parameters
    ----------
    table : Table
        boto3's table resource.
    retention_s : int
        Seconds for which an item written now is kept.
    """

    def __init__(self, table: "Table", retention_s: int) -> None:
        self._table = table
        self._retention_s = retention_s

    def expiry(self) -> int:
        """Return when an item written now expires, in seconds since 1970."""
        return int(time.time()) + self._retention_s

    def get(self, key: Key) -> Item | None:
        """Return one item, strongly consistent, or None if there is none any more."""
        with storage_errors("read the table"):
            item = self._table.get_item(Key=dict(key), ConsistentRead=True).get("Item")
        return item if item is not None and is_live(item) else None

    def get_many(self, keys: Sequence[Key]) -> Iterator[Item]:
        """Yield the items that exist among many keys, in no order."""
        for start in range(0, len(keys), BATCH_GET_LIMIT):
            wanted: Any = {self._table.name: {"Keys": keys[start : start + BATCH_GET_LIMIT]}}
            while wanted:
                with storage_errors("read the table"):
                    answer = self._table.meta.client.batch_get_item(RequestItems=wanted)
                yield from filter(is_live, answer["Responses"].get(self._table.name, []))
                wanted = answer.get("UnprocessedKeys")

    def query(self, keys: ConditionBase, **options: Options) -> tuple[list[Item], Item | None]:
        """Return one page of a query, and the key it stopped at, None at the end."""
        with storage_errors("query the table"):
            answer = self._table.query(KeyConditionExpression=keys, **options)
        return list(filter(is_live, answer["Items"])), answer.get("LastEvaluatedKey")

    def put(self, item: Item, **options: Options) -> None:
        """Write an item; ConflictError if the condition given does not hold."""
        with storage_errors("write to the table"):
            self._table.put_item(Item=item, **options)

    def update(self, key: Key, **options: Options) -> None:
        """Change an item; ConflictError if the condition given does not hold."""
        with storage_errors("write to the table"):
            self._table.update_item(Key=dict(key), **options)

    def transact(self, writes: Sequence[dict[str, dict[str, Any]]]) -> None:
        """Make all the writes or none; ConflictError if a condition does not hold.

        Writers share counters, so that transactions collide at times. Nothing is wrong with
        those: they are tried again after a short random pause.
        """
        items: Any = [
            {verb: {"TableName": self._table.name, **write}}
            for entry in writes
            for verb, write in entry.items()
        ]
        with storage_errors("write to the table"):
            for attempt in range(COLLISION_TRIES):
                try:
                    self._table.meta.client.transact_write_items(TransactItems=items)
                except ClientError as error:
                    if not _collided(error) or attempt == COLLISION_TRIES - 1:
                        raise
                    time.sleep(random.uniform(0, COLLISION_PAUSE_S * 2**attempt))  # noqa: S311 - spreads load, guards nothing
                else:
                    return


def _collided(error: ClientError) -> bool:
    """Say whether a transaction met another one; ConflictError if a condition did not hold."""
    if error_code(error) == "TransactionInProgressException":
        return True
    if error_code(error) != "TransactionCanceledException":
        return False
    reasons: Any = error.response.get("CancellationReasons", [])
    codes = {reason.get("Code") for reason in reasons}
    if "ConditionalCheckFailed" in codes:
        raise ConflictError("could not write to the table: the item exists already") from error
    return "TransactionConflict" in codes
