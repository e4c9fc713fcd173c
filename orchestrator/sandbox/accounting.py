"""What it takes to limit and count a box's use of the host: the interface, and doing without."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Usage:
    """What a box used for its job, as the kernel counted it; None where it did not."""

    oom_kills: int = 0
    cpu_s: float | None = None
    peak_memory_bytes: int | None = None


class Group(Protocol):
    """The control group of one box."""

    def add(self, pid: int) -> None:
        """Move a process into the group; its future children follow."""

    def begin(self, memory_bytes: int, processes: int) -> None:
        """Set the limits of a job, with one CPU's worth of time, and count from here on."""

    def usage(self) -> Usage:
        """Return the counts since the job began."""

    def remove(self) -> None:
        """Remove the group, whose processes must be dead."""


class Accounting(Protocol):
    """A host's way of counting; one group is made per box."""

    @property
    def name(self) -> str:
        """Which version, in a word or two."""

    @property
    def description(self) -> str:
        """Which version, and what it controls."""

    @property
    def weakness(self) -> str:
        """What stays open on this host; empty when nothing does."""

    def create(self) -> Group:
        """Return a new group, without limits until its job begins."""


class NoAccounting:
    """No control group: nothing is counted, nothing is limited.

    Parameters
    ----------
    reason : str
        Why there is none.
    """

    name = "none"
    description = "none"

    def __init__(self, reason: str) -> None:
        self.weakness = (
            f"{reason}, so memory is limited per process by address space only, kernel memory of "
            "many small files by time only, and peak memory and CPU are the box's own word"
        )

    def create(self) -> Group:
        """Return a group that does nothing."""
        return _NoGroup()


class _NoGroup:
    def add(self, pid: int) -> None:
        pass

    def begin(self, memory_bytes: int, processes: int) -> None:
        pass

    def usage(self) -> Usage:
        return Usage()

    def remove(self) -> None:
        pass
