"""Reads and writes of the table, with AWS's errors as ours and expired items left out."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import ConditionBase

from errata.adapters.aws import CollisionError, storage_errors
from errata.adapters.dynamodb.cursor import Cursors
from errata.adapters.dynamodb.items import Item, is_live
from errata.errors import StorageError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

Key = Mapping[str, str]
Write = Mapping[str, Mapping[str, Any]]
"""One write of a transaction, as boto3 takes it, but without the table's name."""

BATCH_GET_LIMIT = 100
"""Keys in one BatchGetItem (AWS quota)."""
TRIES = 10
PAUSE_S = 0.02
LONGEST_PAUSE_S = 1.0


class Rows:
    """One table.

    Parameters
    ----------
    table : Table
        boto3's table resource.
    retention_s : int
        Seconds for which an item written now is kept.
    cursors : Cursors
        Signs where pages end.
    """

    def __init__(self, table: "Table", retention_s: int, cursors: Cursors) -> None:
        self.cursors = cursors
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

    def get_many(self, keys: Sequence[Key], *, consistent: bool = False) -> Iterator[Item]:
        """Yield the items that exist among many different keys, in no order."""
        for start in range(0, len(keys), BATCH_GET_LIMIT):
            some = {
                "Keys": list(keys[start : start + BATCH_GET_LIMIT]),
                "ConsistentRead": consistent,
            }
            wanted: Any = {self._table.name: some}
            while wanted:
                with storage_errors("read the table"):
                    answer = self._table.meta.client.batch_get_item(RequestItems=wanted)
                yield from filter(is_live, answer["Responses"].get(self._table.name, []))
                wanted = answer.get("UnprocessedKeys")

    def get_each(self, *keys: Key) -> list[Item | None]:
        """Return an item for each key, strongly consistent, None where there is none."""
        found = {(item["pk"], item["sk"]): item for item in self.get_many(keys, consistent=True)}
        return [found.get((key["pk"], key["sk"])) for key in keys]

    def query(
        self, keys: ConditionBase, options: Mapping[str, Any]
    ) -> tuple[list[Item], Item | None]:
        """Return one page of a query, and the key it stopped at, None at the end."""
        with storage_errors("query the table"):
            answer = self._table.query(KeyConditionExpression=keys, **options)
        return list(filter(is_live, answer["Items"])), answer.get("LastEvaluatedKey")

    def put(self, item: Item) -> None:
        """Write an item over whatever is there."""
        self._write(lambda: self._table.put_item(Item=item))

    def put_new(self, item: Item) -> None:
        """Write an item; ConflictError if there is one already."""
        self.put_if(item, absent())

    def put_if(self, item: Item, condition: Mapping[str, Any]) -> None:
        """Write an item; ConflictError if the condition does not hold."""
        self._write(lambda: self._table.put_item(Item=item, **condition))

    def update(self, update: Mapping[str, Any]) -> None:
        """Change an item; ConflictError if the update's condition does not hold."""
        self._write(lambda: self._table.update_item(**update))

    def delete_if(self, key: Key, condition: Mapping[str, Any]) -> None:
        """Delete an item; ConflictError if the condition does not hold."""
        self._write(lambda: self._table.delete_item(Key=dict(key), **condition))

    def transact(self, writes: Sequence[Write]) -> None:
        """Make all the writes or none; ConflictError if a condition does not hold."""
        self._write(lambda: self._transact(writes))

    def transact_once(self, writes: Sequence[Write]) -> None:
        """Do as ``transact`` does, but leave it to the caller to try again.

        Raises
        ------
        ConflictError
            When a condition does not hold, or another transaction was in the way.
        """
        with storage_errors("write to the table"):
            self._transact(writes)

    def _transact(self, writes: Sequence[Write]) -> None:
        items: Any = [
            {verb: {"TableName": self._table.name, **request}}
            for write in writes
            for verb, request in write.items()
        ]
        self._table.meta.client.transact_write_items(TransactItems=items)

    def _write(self, call: Callable[[], object]) -> None:
        for _ in attempts():
            with suppress(CollisionError), storage_errors("write to the table"):
                call()
                return


def absent() -> dict[str, Any]:
    """Return the condition that there is no such item, or only one past its retention."""
    return {
        "ConditionExpression": "attribute_not_exists(pk) OR expires_at <= :now",
        "ExpressionAttributeValues": {":now": int(time.time())},
    }


def attempts() -> Iterator[None]:
    """Yield for each try, after a random and growing pause, so that writers get apart.

    Raises
    ------
    StorageError
        When the caller asks for more tries than it can have.
    """
    for attempt in range(TRIES):
        if attempt:
            pause = min(LONGEST_PAUSE_S, PAUSE_S * 2**attempt)
            time.sleep(random.uniform(0, pause))  # noqa: S311 - spreads load, guards nothing
        yield
    raise StorageError(f"could not write to the table: others were in the way {TRIES} times")
