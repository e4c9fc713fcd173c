"""Markdown of text that is hostile: nothing in it is markup, a link, or a mention of a person."""

import re
from collections.abc import Collection, Sequence

from errata.text import sanitize, shorten

LONGEST_LINE = 500
MOST_LINES = 400
_MEANINGFUL = re.compile(r"[\\`*_\[\]<>#|~$&]")
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)


def inline(text: str) -> str:
    """Return text as one line whose every character stands for itself."""
    line = " ".join(sanitize(text).split())
    line = _MEANINGFUL.sub(r"\\\g<0>", line)
    line = _LIST.sub(r"\1\\\2", line)
    return _ADDRESS.sub(r"\\\g<0>", line).replace("@", "`@`")


def fenced(lines: Sequence[str], language: str = "") -> str:
    """Return lines in a fence that none of them can close."""
    shown = [shorten(sanitize(line), LONGEST_LINE) for line in lines[:MOST_LINES]]
    if left := len(lines) - len(shown):
        shown.append(f"… {left} more lines")
    runs = re.findall("`+", "\n".join(shown))
    fence = "`" * max(3, *(len(run) + 1 for run in runs), 3)
    return "\n".join([fence + language, *shown, fence])


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, texts: Collection[int] = (0,)
) -> str:
    """Return a table of cells that are text; but for the columns of ``texts`` to the right."""
    ruler = ["---" if number in texts else "---:" for number in range(len(head))]
    lines = [head, ruler, *[map(inline, row) for row in rows]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
