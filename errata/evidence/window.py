"""The evidence window: what a model or a person gets to read within a budget of characters."""

import re
from collections.abc import Iterator, Mapping, Sequence

from errata.evidence.lines import strip_prefix
from errata.evidence.salience import salience
from errata.text import Log, shorten

GAP = "⋮"
"""Stands where lines are left out."""
_LONGEST = 400
_SHORTEST = 24
"""Characters of budget below which no line is looked for any more."""
_AROUND = len(": ") + len("\n") + len(GAP) + len("\n")
_NUMBER = re.compile(r"\d+")
_LAST_WORDS = 2
_CENTRES = 24
_DECISIVE = 4.0
_EXPLAINED = 0.5


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
    return "\n".join(_numbered(log, choose(log, centres, budget)))


def choose(log: Log, centres: Sequence[int], budget: int) -> dict[int, str]:
    """Return the text of the lines to show by their index, in order; see `window`."""
    texts = [shorten(strip_prefix(line).rstrip(), _LONGEST) for line in log.lines]
    chosen: dict[int, str] = {}
    seen: set[str] = set()
    for index in _by_worth(salience(texts, _marked(centres))):
        if budget < _SHORTEST:
            break
        text = texts[index]
        shape = _NUMBER.sub("#", text)
        cost = len(text) + len(str(log.number(index))) + _AROUND
        if shape in seen or not shape.strip() or cost > budget:
            continue
        budget -= cost
        seen.add(shape)
        chosen[index] = text
    return dict(sorted(chosen.items()))


def _marked(centres: Sequence[int]) -> Mapping[int, float]:
    marked: dict[int, float] = {}
    for rank, index in enumerate(centres[:_CENTRES]):
        marked.setdefault(index, _EXPLAINED if rank else _DECISIVE)
    return marked


def _by_worth(worths: Sequence[float]) -> Iterator[int]:
    """Yield the last words, then all lines by worth, the later first where it is the same."""
    count = len(worths)
    yield from range(count - 1, max(-1, count - 1 - _LAST_WORDS), -1)
    yield from sorted(range(count), key=lambda index: (worths[index], index), reverse=True)


def _numbered(log: Log, chosen: Mapping[int, str]) -> Iterator[str]:
    previous: int | None = None
    for index, text in chosen.items():
        if previous is not None and index != previous + 1:
            yield GAP
        yield f"{log.number(index)}: {text}"
        previous = index
