"""How much each line of a log has to say about why the run ended.

A line has worth of its own for what it says; less of it the more lines look alike, when the run
went on afterwards, and when it is clean-up. It lends some to the lines around it, most to those
that are indented below it, as an error is read together with its block.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp

from errata.evidence.phrases import (
    ALL_IS_WELL,
    ENDED,
    ENDS_RUN,
    LESSER,
    MAYBE,
    NAMED,
    PLACE,
    RECOVERED,
    SETTING,
    SUMMED_UP,
    TOLD,
)

_WEIGHTS = ((ENDED, 4.0), (NAMED, 4.0), (SUMMED_UP, 3.0), (TOLD, 2.0))
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")
_SHAPE = 80
_RECOVERY_REACH = 4
_SWALLOWED = 0.25
_AFTER_THE_END = 0.35
_NEAR_THE_END = 40
"""Lines before the end of the run within which trouble is likely its cause."""
_BELOW = {True: 0.9, False: 0.6}
"""What a line keeps of the worth of the one above, if it is indented or not."""
_ABOVE = {True: 0.85, False: 0.6}
"""What a line keeps of the worth of the one below, if that one is indented or not."""
_BLOCK = frozenset(" \t│|>^~")
_PLACED = 1.4


def salience(lines: Sequence[str], marked: Mapping[int, float]) -> list[float]:
    """Return the worth of each line.

    Parameters
    ----------
    lines : sequence of str
        Without what runners put before them.
    marked : mapping of int to float
        Worth that is known otherwise, by index: of the lines that rules explain.
    """
    lowered = [line.lower() for line in lines]
    worths = list(map(_own, lowered))
    _lower_what_was_survived(lowered, worths)
    for index, worth in marked.items():
        worths[index] += worth
    _lower_what_looks_alike(lines, worths)
    _weigh_by_distance_to_end(lowered, worths)
    worths = _lent(lines, worths)
    return [
        worth * _PLACED if worth > 1.0 and PLACE.search(line) else worth
        for line, worth in zip(lowered, worths, strict=True)
    ]


def _own(line: str) -> float:
    if not MAYBE.search(line):
        return 0.0
    worth = sum(weight for pattern, weight in _WEIGHTS if pattern.search(line))
    if worth and ALL_IS_WELL.search(line):
        worth *= 0.1
    if worth and LESSER.search(line):
        worth *= 0.25
    if worth and SETTING.match(line) and "error:" not in line:
        worth *= 0.3
    return worth


def _lower_what_was_survived(lowered: Sequence[str], worths: list[float]) -> None:
    """Lower what is followed by another try."""
    since = -1
    for index, line in enumerate(lowered):
        if worths[index]:
            since = index
        if index - since < _RECOVERY_REACH and RECOVERED.search(line):
            for near in range(max(0, index - _RECOVERY_REACH + 1), index + 1):
                worths[near] *= _SWALLOWED


def _lower_what_looks_alike(lines: Sequence[str], worths: list[float]) -> None:
    """Lower lines that many others look like, the earlier ones more."""
    shapes = {
        index: _WORD.sub("w", lines[index])[:_SHAPE] for index, worth in enumerate(worths) if worth
    }
    alike = Counter(shapes.values())
    later: Counter[str] = Counter()
    for index in reversed(shapes):
        shape = shapes[index]
        worths[index] /= alike[shape] ** 0.5 * (1 + 0.5 * later[shape])
        later[shape] += 1


def _weigh_by_distance_to_end(lowered: Sequence[str], worths: list[float]) -> None:
    """Raise what stands shortly before the run ended, lower what stands after."""
    end = max(
        (i for i, worth in enumerate(worths) if worth and ENDS_RUN.search(lowered[i])), default=None
    )
    if end is None:
        end = len(worths)
    for index, worth in enumerate(worths):
        if worth and index > end:
            worths[index] = worth * _AFTER_THE_END
        elif worth:
            worths[index] = worth * (0.6 + 0.4 * index / end + exp((index - end) / _NEAR_THE_END))


def _lent(lines: Sequence[str], worths: Sequence[float]) -> list[float]:
    indented = [not line or line[0] in _BLOCK for line in lines]
    lent = list(worths)
    carried = 0.0
    for index, worth in enumerate(worths):
        carried = max(worth, carried * _BELOW[indented[index]])
        lent[index] = carried
    carried = 0.0
    for index in range(len(worths) - 1, -1, -1):
        below = index + 1 < len(worths) and indented[index + 1]
        carried = max(worths[index], carried * _ABOVE[below])
        lent[index] = max(lent[index], carried)
    return lent
