"""Brings back what was deleted from the table, out of a copy as of a moment before."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from errata.adapters.aws import storage_errors
from errata.errors import ConflictError, StorageError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table

PATIENCE_S: Final = 4 * 3_600
ACTIVE: Final = "ACTIVE"


def copy_as_of(
    dynamodb: "DynamoDBServiceResource", table: str, moment: datetime, *, poll_s: float = 15.0
) -> str:
    """Make a copy of a table as it was, and return the copy's name.

    Raises
    ------
    StorageError
        When AWS refuses, for example a moment before the last 35 days, or takes for hours.
    """
    name = f"{table}-as-of-{moment:%Y%m%dT%H%M%S}"
    client = dynamodb.meta.client
    with storage_errors(f"copy {table} as of {moment.isoformat()}"):
        client.restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=name, RestoreDateTime=moment
        )
        deadline = time.monotonic() + PATIENCE_S
        while client.describe_table(TableName=name)["Table"]["TableStatus"] != ACTIVE:
            if time.monotonic() > deadline:
                raise StorageError(
                    f"the copy {name} is not there after hours; AWS may still make it"
                )
            time.sleep(poll_s)
    return name


def bring_back(
    copy: "Table", live: "Table", on_page: Callable[[int], None] = lambda _: None
) -> int:
    """Put back every item that the live table lacks; what it has is newer, and stays.

    Reads the whole copy: its time and cost grow with the table.

    Parameters
    ----------
    copy, live : Table
        Where to read, and where to write.
    on_page : callable
        Told how many were put back so far.

    Returns
    -------
    int
        How many were put back.

    Raises
    ------
    StorageError
        When a table does not answer; started anew, it goes on.
    """
    back = 0
    with storage_errors("bring items back"):
        for page in copy.meta.client.get_paginator("scan").paginate(TableName=copy.name):
            for item in page["Items"]:
                try:
                    with storage_errors("put an item back"):
                        live.put_item(Item=item, ConditionExpression="attribute_not_exists(pk)")
                except ConflictError:
                    continue
                back += 1
            on_page(back)
    return back
