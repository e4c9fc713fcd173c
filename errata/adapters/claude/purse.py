"""Pays for one call out of the daily budget."""

import json
import logging
from collections.abc import Callable

from errata.adapters.budget import DailyBudget, Reservation
from errata.adapters.claude.client import Question
from errata.adapters.claude.failures import BUDGET_SPENT, BUDGET_UNKNOWN
from errata.adapters.claude.prices import Usage, price_of
from errata.adapters.claude.reply import Reply
from errata.errors import ModelUnavailableError, StorageError
from errata.prompts import CHARACTERS_PER_TOKEN

logger = logging.getLogger(__name__)


def worst_case(asked: Question) -> Usage:
    """Return the most tokens that a request can use."""
    characters = len(json.dumps(asked, ensure_ascii=False))
    return Usage(
        cache_write_tokens=characters // CHARACTERS_PER_TOKEN, output_tokens=asked["max_tokens"]
    )


class Purse:
    """The money of one call: its worst case is set aside first, the true cost stays spent.

    Parameters
    ----------
    budget : DailyBudget
        Where the money comes from.
    asked : Question
        What is to be paid for.
    """

    def __init__(self, budget: DailyBudget, asked: Question) -> None:
        self._budget = budget
        self._price = price_of(asked["model"])
        self._worst = worst_case(asked)
        self.usage = Usage()

    @property
    def cost_usd(self) -> float:
        """What the call is known to have cost."""
        return self._price.usd(self.usage)

    def pay_for(self, request: Callable[[], bytes]) -> Reply:
        """Send the request if the day can afford it, and return the reply.

        Raises
        ------
        ModelUnavailableError
            From ``request``, or when the budget is spent or unknown.
        """
        reservation = self._reserve()
        try:
            reply = Reply.read(request())
        except ModelUnavailableError as error:
            # Whoever gives up waiting may be billed all the same.
            self._settle(reservation, reservation.usd if error.reason == "timeout" else 0.0)
            raise
        self.usage = reply.tokens
        self._settle(reservation, self.cost_usd)
        return reply

    def _reserve(self) -> Reservation:
        try:
            reservation = self._budget.reserve(self._price.usd(self._worst))
        except StorageError as error:
            raise ModelUnavailableError(BUDGET_UNKNOWN, upgradeable=True) from error
        if reservation is None:
            self._budget.exhaust()
            raise ModelUnavailableError(BUDGET_SPENT, upgradeable=True)
        return reservation

    def _settle(self, reservation: Reservation, spent_usd: float) -> None:
        try:
            self._budget.settle(reservation, spent_usd)
        except StorageError as error:
            logger.warning("the worst case of a model call stays counted: %s", error)
