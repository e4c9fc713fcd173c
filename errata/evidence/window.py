"""The evidence window: what a model or a person gets to read within a budget of characters."""

import re
from collections.abc import Iterator, Mapping, Sequence

from errata.evidence.salience import bodies, salience
from errata.text import Log, shorten

GAP = "⋮"
"""Stands where lines are left out."""
_LONGEST = 400
_NUMBER = re.compile(r"\d+")
_LAST_WORDS = 2
_CENTRES = 24


def window(log: Log, centres: Sequence[int], budget: int) -> str:
    """Choose lines of a log and number them.

    Parameters
    ----------
    log : Log
        Redacted lines.
    centres : sequence of int
        Indices into ``log.lines`` that are known to matter, the most important first.
    budget : int
        Characters, line numbers included.

    Returns
    -------
    str
        ``"12: text"`` per line in order, `GAP` where lines are left out. Time stamps and ranks
        are cut off, and lines that differ only in numbers are shown once, so that they spend none
        of the budget.
    """
    texts = bodies(log.lines)
    worths = salience(texts, _marked(centres))
    chosen: dict[int, str] = {}
    seen: set[str] = set()
    for index in _by_worth(worths):
        if index in chosen or not texts[index].strip():
            continue
        text = shorten(texts[index], _LONGEST)
        shape = _NUMBER.sub("#", text)
        if shape in seen:
            continue
        cost = len(text) + len(str(log.number(index))) + 2 * len(": ")
        if cost > budget:
            break
        budget -= cost
        seen.add(shape)
        chosen[index] = text
    return "\n".join(_numbered(log, chosen))


def _marked(centres: Sequence[int]) -> Mapping[int, float]:
    marked: dict[int, float] = {}
    for rank, index in enumerate(centres[:_CENTRES]):
        marked.setdefault(index, 5.0 if rank == 0 else 1.5)
    return marked


def _by_worth(worths: Sequence[float]) -> Iterator[int]:
    """Yield the last words, then all lines by worth, the later first where it is the same."""
    count = len(worths)
    yield from range(count - 1, max(-1, count - 1 - _LAST_WORDS), -1)
    yield from sorted(range(count), key=lambda index: (worths[index], index), reverse=True)


def _numbered(log: Log, chosen: Mapping[int, str]) -> Iterator[str]:
    previous: int | None = None
    for index in sorted(chosen):
        if previous is not None and index != previous + 1:
            yield GAP
        yield f"{log.number(index)}: {chosen[index]}"
        previous = index
