"""What a review has to say of a candidate."""

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a review is that a candidate dies of it; the surest first."""

    CERTAIN = "certain"
    """It breaks the contract, or dies whenever it is loaded."""
    LIKELY = "likely"
    """It dies once the line is reached, or the very same died before."""
    POSSIBLE = "possible"
    """A line like it was the last that another ran."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that speaks against running a candidate, with its evidence.

    Attributes
    ----------
    certainty : Certainty
        How sure that is.
    code : str
        What kind of thing, for machines.
    message : str
        What is wrong, and what tells so.
    line : int or None
        Of the candidate, from 1; None for all of it.
    fix : str
        What would help; empty if nothing is known.
    experiment_id : str
        The experiment that is the evidence; empty if none is.
    seen : int
        How many died of its group.
    """

    certainty: Certainty
    code: str
    message: str
    line: int | None = None
    fix: str = ""
    experiment_id: str = ""
    seen: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sorts the surest first, then what was seen most, then by line."""
        return [*Certainty].index(self.certainty), -self.seen, self.line or 0
