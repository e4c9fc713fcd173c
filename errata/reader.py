"""Reads a log of any size in bounded memory, for people who want to see what matters in it."""

import codecs
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from errata.events import FailureEvent
from errata.evidence.window import choose, window
from errata.patterns import Examination, examine
from errata.redaction import Redactor
from errata.taxonomy import Stage
from errata.text import Log

HEAD_LIMIT = 1 << 20
TAIL_LIMIT = 4 << 20
"""Characters kept of the start and the end: a run tells at its end why it died."""
_NOBODY = "0" * 26


@dataclass(frozen=True)
class Reading:
    """A redacted log that was read, and what of it was left out.

    Parameters
    ----------
    log : Log
        Redacted lines with their true numbers.
    cut_lines, cut_characters : int
        What stood between the start and the end that were kept.
    """

    log: Log
    cut_lines: int = 0
    cut_characters: int = 0

    @cached_property
    def examination(self) -> Examination:
        """What the rules make of it."""
        event = FailureEvent(
            failure_id=_NOBODY,
            experiment_id=_NOBODY,
            occurred_at=datetime(1970, 1, 1, tzinfo=UTC),
            stage=Stage.ENCODE,
        )
        return examine(event, self.log)

    def window(self, budget: int) -> str:
        """Return the evidence window as text."""
        return window(self.log, self._centres, budget)

    def lines(self, budget: int) -> list[tuple[int, str]]:
        """Return the numbers and texts of the lines in the evidence window."""
        chosen = choose(self.log, self._centres, budget)
        return [(self.log.number(index), text) for index, text in chosen.items()]

    @cached_property
    def _centres(self) -> Sequence[int]:
        said = (explained.statement.index for explained in self.examination.explained)
        return [index for index in said if index is not None]


def read_log(
    chunks: Iterable[bytes], *, head_limit: int = HEAD_LIMIT, tail_limit: int = TAIL_LIMIT
) -> Reading:
    """Read and redact a log.

    Parameters
    ----------
    chunks : iterable of bytes
        UTF-8; what is not is replaced. Each must fit into memory.
    head_limit, tail_limit : int
        Characters kept of the start and, at least, of the end.
    """
    kept = _Ends(head_limit, tail_limit)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for chunk in chunks:
        kept.add(decoder.decode(chunk))
    kept.add(decoder.decode(b"", final=True))
    return kept.reading()


class _Ends:
    """The start and the end of a text that arrives in pieces."""

    def __init__(self, head_limit: int, tail_limit: int) -> None:
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._room = head_limit
        self._limit = tail_limit
        self._held = 0
        self._cut_lines = 0
        self._cut = 0

    def add(self, text: str) -> None:
        if self._room:
            self._head.append(text[: self._room])
            text = text[self._room :]
            self._room -= len(self._head[-1])
        if text:
            self._tail.append(text)
            self._held += len(text)
        while self._tail and self._held - len(self._tail[0]) >= self._limit:
            self._drop(self._tail.popleft())

    def _drop(self, text: str) -> None:
        self._held -= len(text)
        self._cut += len(text)
        self._cut_lines += text.count("\n")

    def reading(self) -> Reading:
        mask = Redactor()
        head, tail = "".join(self._head), "".join(self._tail)
        if not self._cut:
            return Reading(Log(mask(head + tail)))
        # The line in which the cut begins and the one in which it ends are shown as two.
        log = Log(mask(f"{head}\n{tail}"), gap_at=head.count("\n") + 1, gap=self._cut_lines - 1)
        return Reading(log, self._cut_lines, self._cut)
