"""The evidence window: what a model or a person gets to read within a budget of characters."""

import re
from collections.abc import Iterable, Iterator, Sequence

from errata.evidence.lines import strip_prefix
from errata.text import Log, shorten

_LONGEST = 400
_NUMBER = re.compile(r"\d+")


def window(log: Log, centres: Sequence[int], budget: int) -> str:
    """Choose lines of a log and number them.

    Parameters
    ----------
    log : Log
        Redacted lines.
    centres : sequence of int
        Indices into ``log.lines`` that matter, the most important first.
    budget : int
        Characters, line numbers included.

    Returns
    -------
    str
        ``"12: text"`` per line in order, ``"..."`` where lines are left out. Time stamps and ranks
        are cut off, and lines that differ only in numbers are shown once, so that they spend none
        of the budget.
    """
    chosen: dict[int, str] = {}
    seen: set[str] = set()
    for index in _by_importance(log, centres):
        text = shorten(strip_prefix(log.lines[index]).rstrip(), _LONGEST)
        shape = _NUMBER.sub("#", text)
        cost = len(text) + len(str(log.number(index))) + 3
        if index in chosen or not text.strip() or shape in seen:
            continue
        if cost > budget:
            break
        budget -= cost
        seen.add(shape)
        chosen[index] = text
    return "\n".join(_numbered(log, chosen))


def _by_importance(log: Log, centres: Sequence[int]) -> Iterator[int]:
    """Yield the centres, then what surrounds them, then the tail, then outwards from the first."""
    last = len(log.lines) - 1
    if last < 0:
        return
    yield from centres
    for centre in centres[:8]:
        yield from _around(centre, last, before=6, after=3)
    yield from range(last, max(-1, last - 8), -1)
    yield from range(min(4, last + 1))
    if centres:
        yield from _around(centres[0], last, before=400, after=100)
    yield from range(last, max(-1, last - 400), -1)


def _around(centre: int, last: int, *, before: int, after: int) -> Iterable[int]:
    nearby = range(max(0, centre - before), min(last, centre + after) + 1)
    return sorted(nearby, key=lambda index: (abs(index - centre), index))


def _numbered(log: Log, chosen: dict[int, str]) -> Iterator[str]:
    previous: int | None = None
    for index in sorted(chosen):
        if previous is not None and index != previous + 1:
            yield "..."
        yield f"{log.number(index)}: {chosen[index]}"
        previous = index
