"""The one way to Claude: through the circuit breaker, out of a purse, in bounded time."""

import time
from dataclasses import dataclass

from errata.adapters.budget import DailyBudget
from errata.adapters.claude.breaker import CircuitBreaker
from errata.adapters.claude.client import Client, Question, ask
from errata.adapters.claude.prices import Usage
from errata.adapters.claude.purse import Purse
from errata.adapters.claude.reply import Reply


@dataclass(frozen=True, slots=True)
class Line:
    """What every call needs, whatever it asks.

    Attributes
    ----------
    client : anthropic.Anthropic or anthropic.AnthropicBedrockMantle
        From `open_client`.
    breaker : CircuitBreaker
        Decides whether to ask at all.
    budget : DailyBudget
        Decides whether we can afford to.
    circuit : str
        Added to the model's name for circuits that are not to open for what others met.
    """

    client: Client
    breaker: CircuitBreaker
    budget: DailyBudget
    circuit: str = ""


class Call:
    """One question on its way; what it cost is known however it ends."""

    def __init__(self, line: Line, asked: Question) -> None:
        self._line = line
        self._asked = asked
        self._purse = Purse(line.budget, asked)

    @property
    def usage(self) -> Usage:
        """Tokens that the call is known to have used."""
        return self._purse.usage

    @property
    def cost_usd(self) -> float:
        """What it is known to have cost."""
        return self._purse.cost_usd

    def reply(self, ends: float) -> Reply:
        """Return the reply, which is waited for until ``time.monotonic()`` is ``ends``.

        Raises
        ------
        ModelUnavailableError
            When it may not be asked, or there is no such reply.
        """
        line = self._line

        def request() -> bytes:
            return ask(line.client, self._asked, deadline_s=ends - time.monotonic())

        name = f"{self._asked['model']}{line.circuit}"
        return line.breaker.call(name, lambda: self._purse.pay_for(request))
