"""The descriptors that connect us to a box: pipes, and memory files both sides hold."""

import os
from contextlib import ExitStack
from dataclasses import dataclass
from io import FileIO
from typing import NamedTuple, Self

from orchestrator.sandbox import memfd


class Pipe(NamedTuple):
    """A pipe as two raw files, which may be closed more than once."""

    reading: FileIO
    writing: FileIO

    @classmethod
    def open(cls, stack: ExitStack) -> Self:
        """Return a new pipe, closed with ``stack`` at the latest."""
        reading, writing = os.pipe()
        return cls(
            stack.enter_context(FileIO(reading, "rb")), stack.enter_context(FileIO(writing, "wb"))
        )


@dataclass(frozen=True, slots=True)
class Wires:
    """Everything between us and one box."""

    log: Pipe
    """Standard output and error of the box, to us."""
    status: Pipe
    """Bubblewrap's own account: the first process, and at the end the exit status."""
    ready: Pipe
    """One byte from the shim, written before it knows of any candidate."""
    order: Pipe
    """One line from us: the job."""
    release: Pipe
    """One byte from us: go on, you are in your control group."""
    call_filter: int
    candidate: int
    source: int
    output: int
    report: int

    @classmethod
    def open(cls, stack: ExitStack, call_filter: bytes) -> Self:
        """Open everything, closed with ``stack`` at the latest."""
        wires = cls(
            log=Pipe.open(stack),
            status=Pipe.open(stack),
            ready=Pipe.open(stack),
            order=Pipe.open(stack),
            release=Pipe.open(stack),
            call_filter=memfd.create(stack),
            candidate=memfd.create(stack),
            source=memfd.create(stack),
            output=memfd.create(stack),
            report=memfd.create(stack),
        )
        memfd.fill_and_seal(wires.call_filter, call_filter)
        return wires

    @property
    def inherited(self) -> tuple[int, ...]:
        """What the box inherits beside its standard streams."""
        files = (self.call_filter, self.candidate, self.source, self.output, self.report)
        return (*(end.fileno() for end in self._their_ends()[1:]), *files)

    @property
    def bwrap_options(self) -> dict[str, int]:
        """The descriptors bubblewrap itself uses, by option."""
        return {
            "--json-status-fd": self.status.writing.fileno(),
            "--block-fd": self.release.reading.fileno(),
            "--seccomp": self.call_filter,
        }

    @property
    def shim_arguments(self) -> tuple[int, ...]:
        """The descriptors the shim uses, in the order it expects them."""
        pipes = (self.ready.writing.fileno(), self.order.reading.fileno())
        return (*pipes, self.candidate, self.source, self.output, self.report)

    def close_theirs(self) -> None:
        """Close our copies of the box's ends, so that its death shows as an end of file."""
        for end in self._their_ends():
            end.close()

    def _their_ends(self) -> tuple[FileIO, ...]:
        return (
            self.log.writing,
            self.status.writing,
            self.ready.writing,
            self.order.reading,
            self.release.reading,
        )
