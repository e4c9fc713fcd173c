"""What a planted failure is made of, and the words its lines are filled with."""

import random
from collections.abc import Callable
from dataclasses import dataclass

NOUNS = [
    "plane",
    "block",
    "header",
    "frame",
    "tile",
    "slice",
    "buffer",
    "packet",
    "index",
    "cache",
    "session",
    "order",
    "invoice",
    "account",
    "parser",
    "router",
    "worker",
    "queue",
    "schema",
    "token",
    "ledger",
    "codec",
    "sampler",
    "window",
]
VERBS = [
    "load",
    "encode",
    "decode",
    "merge",
    "flush",
    "resolve",
    "render",
    "commit",
    "split",
    "scan",
    "pack",
    "fetch",
    "apply",
]


class Words:
    """Names and numbers of one log, drawn from its seed.

    Parameters
    ----------
    rng : random.Random
        The log's own.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def noun(self) -> str:
        """Return a thing."""
        return self.rng.choice(NOUNS)

    def verb(self) -> str:
        """Return what is done to it."""
        return self.rng.choice(VERBS)

    def name(self) -> str:
        """Return a name for a function or a test."""
        return f"{self.verb()}_{self.noun()}_{self.noun()}"

    def number(self, low: int = 2, high: int = 900) -> int:
        """Return a number."""
        return self.rng.randint(low, high)

    def hexadecimal(self, length: int = 12) -> str:
        """Return digits of a hash."""
        return f"{self.rng.getrandbits(4 * length):0{length}x}"


@dataclass(frozen=True)
class Failure:
    """What a failing step prints, and what of it a reader needs.

    Parameters
    ----------
    lines : list of str
        Printed where it fails.
    critical : list of str
        Substrings of lines; each is one signal: the error, its place, the failing test.
    later : list of str
        Printed when the step ends, after the rest of its output.
    """

    lines: list[str]
    critical: list[str]
    later: list[str]


Kind = Callable[[Words], Failure]


def failure(lines: str, critical: str, later: str = "") -> Failure:
    """Return a failure from texts of many lines."""
    return Failure(_lines(lines), _lines(critical), _lines(later))


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n") if text.strip("\n") else []
