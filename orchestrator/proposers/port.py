"""What a proposer is: anything that turns a parent's source into a candidate worth trying."""

from dataclasses import dataclass
from random import Random
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Proposal:
    """A candidate's source, and what trying it is to find out.

    ``code`` is empty when the proposer came back with nothing; ``problem`` then says why. Such an
    attempt has failed: nothing is run in its place.
    """

    code: str
    hypothesis: str
    problem: str = ""


class Proposer(Protocol):
    """A source of candidates."""

    @property
    def name(self) -> str:
        """How experiments name it."""

    def propose(self, parent: str, random: Random) -> Proposal:
        """Return a candidate made from the parent's source.

        All chance comes from ``random``: the same parent and state give the same proposal, as far
        as the proposer's own source allows.
        """
