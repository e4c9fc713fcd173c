"""How often one caller may write, and ask for what costs much.

A plain read costs about what counting it would: the gateway's throttle bounds all of them together.
A write moves up to ten items, and a costly read looks at a thousand or loads megabytes, so that the
one more write which counts them is small beside them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lambdas.admin_api.errors import TooManyError
from lambdas.admin_api.guard import READS

COSTLY = frozenset(
    {
        "findDifferences",
        "getCurves",
        "getExperimentCode",
        "getExperimentStory",
        "getFailureLog",
        "getMeasurements",
    }
)
"""Operations that read much; that one of them is a POST does not make it a write."""
MINUTE_S = 60


class Rates(Protocol):
    """Counts what callers do, for all environments of the function together."""

    def take(self, caller: str, kind: str, most: int, now: datetime) -> bool:
        """Count one thing done; False, and nothing counted, past ``most`` in this UTC minute."""


@dataclass(frozen=True, slots=True)
class CallerLimits:
    """What one caller may do within a minute."""

    rates: Rates
    writes: int
    costly_reads: int

    def check(self, caller: str, method: str, operation: str, now: datetime) -> None:
        """Count a request, if it is of a kind that is counted.

        Raises
        ------
        TooManyError
            When the caller has had as many of this kind in this minute as there are.
        """
        if operation in COSTLY:
            kind, most = "costly reads", self.costly_reads
        elif method not in READS:
            kind, most = "writes", self.writes
        else:
            return
        if not self.rates.take(caller, kind, most, now):
            left = MINUTE_S - now.second
            message = f"{most} {kind} a minute are all you have; try again in {left} seconds"
            raise TooManyError(message, retry_after_s=left)
