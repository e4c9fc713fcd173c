"""Waiting for what does not answer to answer again: storage, or a proposer."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from errata.errors import ErrataError, StorageError

Result = TypeVar("Result")

_log = logging.getLogger(__name__)
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 30.0
_GLANCE_S = 0.2


@dataclass(frozen=True, slots=True)
class Patience:
    """How long something is waited for that does not answer.

    Attributes
    ----------
    seconds : float
        After which it is given up.
    stopped : callable
        Tells whether to give up at once.
    """

    seconds: float
    stopped: Callable[[], bool]

    def insist(
        self, action: Callable[[], Result], passing: type[ErrataError] = StorageError
    ) -> Result:
        """Return what ``action`` returns, as soon as it does; ``passing`` is what it is let raise.

        Raises
        ------
        StorageError, or what ``passing`` names
            When that was raised till the end.
        """
        deadline, pause_s = time.monotonic() + self.seconds, _FIRST_PAUSE_S
        while True:
            try:
                return action()
            except passing as error:
                if self.stopped() or time.monotonic() >= deadline:
                    raise
                _log.warning("to be tried again: %s", error)
            # Spread, so that orchestrators do not come back all at once.
            self._wait(min(random.uniform(pause_s / 2, pause_s), deadline - time.monotonic()))  # noqa: S311 - spreads load, guards nothing
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self.stopped() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _GLANCE_S))
