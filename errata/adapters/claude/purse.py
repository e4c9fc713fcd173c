"""Pays for one call out of the daily budget."""

import logging
from collections.abc import Callable

from errata.adapters.budget import DailyBudget, Reservation
from errata.adapters.claude.answer import Reply
from errata.adapters.claude.prices import Usage, price_of
from errata.errors import ModelUnavailableError, StorageError
from errata.prompts import CHARACTERS_PER_TOKEN, SYSTEM

logger = logging.getLogger(__name__)


def worst_case(prompt_size: int, max_tokens: int) -> Usage:
    """Return the most tokens that one request can use.

    Parameters
    ----------
    prompt_size : int
        Characters of the user message.
    max_tokens : int
        The most that the model may write.
    """
    return Usage(
        cache_write_tokens=(len(SYSTEM) + prompt_size) // CHARACTERS_PER_TOKEN,
        output_tokens=max_tokens,
    )


class Purse:
    """The money of one call: its worst case is set aside first, the true cost stays spent.

    Parameters
    ----------
    budget : DailyBudget
        Where the money comes from.
    model : str
        Whose price applies.
    prompt_size : int
        Characters of the user message.
    max_tokens : int
        The most that the model may write.
    """

    def __init__(
        self, budget: DailyBudget, model: str, *, prompt_size: int, max_tokens: int
    ) -> None:
        self._budget = budget
        self._price = price_of(model)
        self._worst = worst_case(prompt_size, max_tokens)
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
            raise ModelUnavailableError("budget_unknown", upgradeable=True) from error
        if reservation is None:
            self._budget.exhaust()
            raise ModelUnavailableError("budget_spent", upgradeable=True)
        return reservation

    def _settle(self, reservation: Reservation, spent_usd: float) -> None:
        try:
            self._budget.settle(reservation, spent_usd)
        except StorageError as error:
            logger.warning("the worst case of a model call stays counted: %s", error)
