"""Putting some lines back to what they were in the parent, and leaving all other edits."""

from difflib import SequenceMatcher

MOST_LINES = 5_000
"""Of longer sources nothing is put back: a comparison's cost grows with their square."""


def undone(code: str, parent: str, first: int, last: int) -> str:
    """Return code with the changes undone that some of its lines have a part in.

    Parameters
    ----------
    code, parent : str
        Sources.
    first, last : int
        Lines of ``code``, counted from 1, both inclusive.
    """
    before, after = parent.splitlines(keepends=True), code.splitlines(keepends=True)
    if max(len(before), len(after)) > MOST_LINES:
        return code
    kept: list[str] = []
    for _, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        # What was left out lies between two lines: the next is the one that misses it.
        blamed = k < last and max(n, k + 1) >= first
        kept += before[i:j] if blamed else after[k:n]
    return "".join(kept)
