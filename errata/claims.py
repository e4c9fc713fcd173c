"""Who may ask a model about what, so that no two batches pay for the same answer."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from errata.errors import StorageError
from errata.memory import Memory

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a model is asked at once; what is new beyond that is asked about together, later.

    A storm of new failures then costs few large calls instead of many small ones, while whoever
    meets one now and then has its answer at once.
    """

    calls: int
    each: timedelta


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of one batch.

    Parameters
    ----------
    memory : Memory
        Where they lie.
    holder : str or None
        Whose they are, unique to the batch; None where asking costs nothing: then nothing is
        claimed, and everything may be asked about.
    """

    memory: Memory
    holder: str | None

    def turn(self, pace: Pace | None, now: datetime) -> list[str] | None:
        """Return the claim by which a call is made now, or None when it is somebody else's turn.

        Raises
        ------
        StorageError
            When nothing can be claimed; so do the other methods that return something.
        """
        if pace is None:
            return []
        turns = ([f"turn {number}"] for number in range(pace.calls))
        return next((turn for turn in turns if self.take(turn, until=now + pace.each)), None)

    def take(self, names: Sequence[str], *, until: datetime) -> frozenset[str]:
        """Return those of the names that are this batch's alone until then."""
        if self.holder is None:
            return frozenset(names)
        return self.memory.claim(names, holder=self.holder, until=until)

    def keep(self, names: Sequence[str], *, until: datetime) -> None:
        """Hold claims longer, if that can be done."""
        try:
            self.take(names, until=until)
        except StorageError as error:
            logger.warning("others will ask in vain: %s", error)

    def release(self, names: Sequence[str]) -> None:
        """Let others ask at once, if that can be done: claims run out by themselves."""
        if self.holder is None or not names:
            return
        try:
            self.memory.release(names, holder=self.holder)
        except StorageError as error:  # no reason to lose what was paid for
            logger.warning("claims are kept until they run out: %s", error)
