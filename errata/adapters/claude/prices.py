"""What a token costs.

Source: platform.claude.com/docs, the pages on pricing, on each model and on batch processing,
November 2026.
"""

from dataclasses import dataclass

BATCH_FACTOR = 0.5
"""Share of the price that a batch costs: half for every kind of token, cached ones too."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call."""

    input_tokens: int = 0
    """Neither written to nor read from the prompt cache."""
    output_tokens: int = 0
    cache_write_tokens: int = 0
    cache_read_tokens: int = 0

    @property
    def prompt_tokens(self) -> int:
        """All tokens of the prompt, cached or not."""
        return self.input_tokens + self.cache_write_tokens + self.cache_read_tokens


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens; cache writes with a life of five minutes."""

    input: float
    output: float
    cache_write: float
    cache_read: float
    long_prompt_tokens: int | None = None
    """Prompt size above which every token of the call costs ``long_prompt_factor`` times more."""
    long_prompt_factor: float = 1.0

    def usd(self, usage: Usage) -> float:
        """Return the cost of a call in US dollars."""
        base = (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + usage.cache_write_tokens * self.cache_write
            + usage.cache_read_tokens * self.cache_read
        ) / 1_000_000
        surcharged = self.long_prompt_tokens and usage.prompt_tokens > self.long_prompt_tokens
        return base * self.long_prompt_factor if surcharged else base


PRICES = {
    "claude-haiku-5-5": Price(0.10, 0.50, 0.125, 0.01, 100_000, 5.0),
    "claude-haiku-4-5": Price(1.00, 5.00, 1.25, 0.10),
    "claude-sonnet-5-5": Price(2.00, 10.00, 2.50, 0.10),
    "claude-sonnet-5": Price(2.00, 10.00, 2.50, 0.20),
    "claude-opus-5-5": Price(4.00, 20.00, 5.00, 0.20),
    "claude-fable-5-1": Price(10.00, 50.00, 12.50, 1.00),
}


def price_of(model: str) -> Price:
    """Return the price of a model id, with or without a date suffix or a provider's prefix.

    A model unknown here counts as the dearest one, so that a budget is never overrun by surprise.
    """
    known = [name for name in PRICES if name in model]
    if known:
        return PRICES[max(known, key=len)]
    return max(PRICES.values(), key=lambda price: price.output)
