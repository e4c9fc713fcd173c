"""What it takes to limit and count a box's use of the host: the interface, and doing without."""

from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Usage:
    """What a box used, as the kernel counted it; None where it did not."""

    oom_kills: int = 0
    cpu_s: float | None = None
    peak_memory_bytes: int | None = None

    def since(self, earlier: "Usage") -> "Usage":
        """Return these counts with the CPU time used before ``earlier`` left out."""
        if self.cpu_s is None or earlier.cpu_s is None:
            return self
        return replace(self, cpu_s=self.cpu_s - earlier.cpu_s)


class Group(Protocol):
    """The control group of one box."""

    def add(self, pid: int) -> None:
        """Move a process into the group; its future children follow."""

    def usage(self) -> Usage:
        """Return the counts so far."""

    def remove(self) -> None:
        """Remove the group, whose processes must be dead."""


class Accounting(Protocol):
    """A host's way of counting; one group is made per box."""

    @property
    def name(self) -> str:
        """Which version, in a word or two."""

    @property
    def weakness(self) -> str:
        """What stays open on this host; empty when nothing does."""

    def create(self, memory_bytes: int, processes: int) -> Group:
        """Return a new group with its limits set, and one CPU's worth of time."""


class NoAccounting:
    """No control group: nothing is counted, nothing is limited."""

    name = "none"
    weakness = (
        "no control group: memory is limited per process by address space only, kernel memory of "
        "many small files by time only, and peak memory and CPU are the box's own word"
    )

    def create(self, memory_bytes: int, processes: int) -> Group:  # noqa: ARG002  as the protocol
        """Return a group that does nothing."""
        return _NoGroup()


class _NoGroup:
    def add(self, pid: int) -> None:
        pass

    def usage(self) -> Usage:
        return Usage()

    def remove(self) -> None:
        pass
