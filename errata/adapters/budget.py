"""A daily budget in US dollars that concurrent callers cannot overrun together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from errata.adapters.aws import storage_errors
from errata.errors import ConflictError, StorageError
from errata.ports import Spending

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

logger = logging.getLogger(__name__)

PARTITION = "BUDGET#claude"
"""Of the money for diagnoses."""
PROPOSALS = "BUDGET#proposer"
"""Of the money for proposals, which cost a hundred times as much: neither starves the other."""
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

    Parameters
    ----------
    table : Table
        Where it is counted.
    limit_usd : float
        What a day may cost.
    clock : callable
        Returns the time in UTC; the budget's day is its day.
    partition : str
        What the money is for.
    """

    def __init__(
        self,
        table: "Table",
        limit_usd: float,
        clock: Callable[[], datetime],
        partition: str = PARTITION,
    ) -> None:
        self._table = table
        self._limit_usd = limit_usd
        self._clock = clock
        self._partition = partition

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
        reservation = Reservation(_day(now), usd)
        try:
            with storage_errors("set money aside for the model"):
                self._table.update_item(
                    Key={"pk": self._partition, "sk": reservation.day},
                    UpdateExpression=(
                        "SET expires_at = :expiry ADD nano_usd :usd REMOVE exhausted_at"
                    ),
                    ConditionExpression="attribute_not_exists(nano_usd) OR nano_usd <= :room",
                    ExpressionAttributeValues={
                        ":usd": _nano(usd),
                        ":room": _nano(room),
                        ":expiry": _expiry(now),
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
                Key={"pk": self._partition, "sk": reservation.day},
                UpdateExpression="ADD nano_usd :difference",
                ExpressionAttributeValues={":difference": _nano(spent_usd - reservation.usd)},
            )

    def exhaust(self) -> None:
        """Note that a call was not made for want of money, so that people can be told."""
        now = self._clock()
        logger.warning("budget spent")  # counted by a metric filter of template.yaml
        try:
            with storage_errors("note that the model's budget is spent"):
                self._table.update_item(
                    Key={"pk": self._partition, "sk": _day(now)},
                    UpdateExpression="SET expires_at = :expiry, exhausted_at = :now",
                    ExpressionAttributeValues={":now": now.isoformat(), ":expiry": _expiry(now)},
                )
        except StorageError as error:
            logger.warning("%s", error)

    def today(self) -> Spending:
        """Return what of the day's money is spent or set aside.

        Raises
        ------
        StorageError
            When the table did not answer.
        """
        day = _day(self._clock())
        with storage_errors("read the model's budget"):
            item = self._table.get_item(Key={"pk": self._partition, "sk": day}).get("Item", {})
        exhausted_at = item.get("exhausted_at")
        return Spending(
            day=day,
            spent_usd=max(0.0, int(str(item.get("nano_usd", 0))) / 1e9),
            limit_usd=self._limit_usd,
            exhausted_at=datetime.fromisoformat(str(exhausted_at)) if exhausted_at else None,
        )


def _day(now: datetime) -> str:
    return now.strftime("%Y-%m-%d")


def _expiry(now: datetime) -> int:
    return int((now + timedelta(days=KEPT_DAYS)).timestamp())


def _nano(usd: float) -> int:
    # Whole numbers add up exactly; a small call costs less than a thousandth of a cent.
    return round(usd * 1e9)
