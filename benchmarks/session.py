"""What the benchmarks of one run share: how to say something, their sizes, one local stack."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Self

from benchmarks.local import Stack, local_stack

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """Sizes, from the command line."""

    failures: int = 200
    stored: int = 20_000
    labelled: Path | None = None
    minutes: float = 2.0
    full: bool = False


@dataclass
class Session:
    """One run of benchmarks; leaving its context stops what was started for it."""

    say: Say
    options: Options
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @cached_property
    def stack(self) -> Stack:
        """The real template on the emulator, started when a benchmark first asks for it."""
        return self._open.enter_context(local_stack(self.say))
