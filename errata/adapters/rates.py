"""How often one caller may do one kind of thing within a minute, however many functions serve."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from errata.adapters.aws import storage_errors
from errata.errors import ConflictError, StorageError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

logger = logging.getLogger(__name__)

KEPT_S = 3_600


class CallerRates:
    """Counts in the table: an item for each caller, kind and UTC minute, gone an hour later.

    Minutes are fixed, so that twice the rate may pass around the turn of one.
    """

    def __init__(self, table: "Table") -> None:
        self._table = table

    def take(self, caller: str, kind: str, most: int, now: datetime) -> bool:
        """Count one thing done, by one write; False, and nothing counted, past ``most`` a minute.

        A table that does not answer lets everybody through: what follows will meet it as well, and
        a guard against too much must not be what takes the API down.
        """
        minute = now.strftime("%Y-%m-%dT%H:%M")
        try:
            with storage_errors("count a request"):
                self._table.update_item(
                    Key={"pk": f"LIMIT#{caller}", "sk": f"{kind}#{minute}"},
                    UpdateExpression="SET expires_at = :expiry ADD used :one",
                    ConditionExpression="attribute_not_exists(used) OR used < :most",
                    ExpressionAttributeValues={
                        ":one": 1,
                        ":most": most,
                        ":expiry": int(now.timestamp()) + KEPT_S,
                    },
                )
        except ConflictError:
            return False
        except StorageError as error:
            logger.warning("let a request through uncounted: %s", error)
        return True
