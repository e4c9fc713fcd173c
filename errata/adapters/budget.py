"""A daily budget in US dollars that concurrent callers cannot overrun together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from errata.adapters.aws import storage_errors
from errata.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

PARTITION = "BUDGET#claude"
KEPT_DAYS = 400


@dataclass(frozen=True, slots=True)
class Reservation:
    """Money set aside for one call."""

    day: str
    usd: float


class DailyBudget:
    """What a UTC day may cost, counted in one item a day.

    A call's worst case is set aside before it and corrected after it, so that the limit holds
    whatever runs beside it. A caller that dies in between has spent its worst case.
    """

    def __init__(self, table: "Table", limit_usd: float, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._limit_usd = limit_usd
        self._clock = clock

    def reserve(self, usd: float) -> Reservation | None:
        """Set ``usd`` aside, or return None when the day has not that much left.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        room = self._limit_usd - usd
        if room < 0:
            return None
        now = self._clock()
        reservation = Reservation(now.strftime("%Y-%m-%d"), usd)
        try:
            with storage_errors("set money aside for the model"):
                self._table.update_item(
                    Key={"pk": PARTITION, "sk": reservation.day},
                    UpdateExpression="SET expires_at = :expiry ADD nano_usd :usd",
                    ConditionExpression="attribute_not_exists(nano_usd) OR nano_usd <= :room",
                    ExpressionAttributeValues={
                        ":usd": _nano(usd),
                        ":room": _nano(room),
                        ":expiry": int((now + timedelta(days=KEPT_DAYS)).timestamp()),
                    },
                )
        except ConflictError:
            return None
        return reservation

    def settle(self, reservation: Reservation, spent_usd: float) -> None:
        """Replace a reservation by what the call really cost.

        Raises
        ------
        StorageError
            When the table did not answer; the worst case then stays counted.
        """
        with storage_errors("write what the model cost"):
            self._table.update_item(
                Key={"pk": PARTITION, "sk": reservation.day},
                UpdateExpression="ADD nano_usd :difference",
                ExpressionAttributeValues={":difference": _nano(spent_usd - reservation.usd)},
            )


def _nano(usd: float) -> int:
    # Whole numbers add up exactly; a small call costs less than a thousandth of a cent.
    return round(usd * 1e9)
