"""Cuts a long text where no secret is cut in two, so that it can be redacted piece by piece."""

import re
from collections.abc import Iterable, Iterator

_WANTED = 1 << 20
_LONGEST = 1 << 23
"""Characters held back at most; a longer line, or a key that never ends, is cut there."""
_REACH = 1 << 15
"""Characters before a cut in which a private key may have begun; longer than any key."""
_END = "-----END"
_ANNOUNCES = re.compile(  # the value may follow on the next line
    r"(?i)(?:passw(?:or)?d|secret|token|key|login\s\S{1,128})[\"',:=\s\\]{0,80}$"
)


def passages(chunks: Iterable[str]) -> Iterator[str]:
    """Join chunks and cut them anew, at line breaks that part no secret.

    Parameters
    ----------
    chunks : iterable of str
        The text, cut anywhere.

    Yields
    ------
    str
        Passages of about a million characters; together they are the text.
    """
    held: list[str] = []
    size = 0
    wanted = _WANTED
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size < wanted:
            continue
        text = "".join(held)
        cut = _cut(text) or (len(text) if size >= _LONGEST else 0)
        if cut:
            yield text[:cut]
            text = text[cut:]
        held, size = [text], len(text)
        wanted = _WANTED if cut else size * 2  # a text without line breaks is not searched often
    yield "".join(held)


def _cut(text: str) -> int:
    """Return where to cut: after the last line break that no secret spans, or 0."""
    end = len(text)
    for _ in range(_REACH):
        end = text.rfind("\n", 0, end)
        if end < 0:
            return 0
        start = max(0, end - _REACH)
        line = text[max(start, text.rfind("\n", 0, end)) : end]
        open_key = text.rfind("-----BEGIN", start, end)
        if open_key >= 0 and text.find(_END, open_key, end) < 0:
            if open_key == 0:
                return 0
            end = open_key
        elif not _ANNOUNCES.search(line[-256:]):
            return end + 1
    return 0
