"""Hostile text made safe to read: one gate for everything that came out of a candidate."""

import re
from dataclasses import dataclass
from functools import cached_property

from errata.diagnosis import Evidence

MAX_LINE = 2_000
"""Characters of one line that are quoted or searched; a longer line keeps its two ends."""
CUT = " [...] "
"""Stands where `shorten` left something out."""

_ANSI = re.compile(
    "\x1b\\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    "|\x1b[\\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\\\)?"  # OSC, DCS, SOS, PM, APC strings
    "|\x1b(?:[ -/]*[0-~])?"  # short escapes, and a lone one
)
# C0 but tab and line feed, DEL, C1, lone surrogates, zero-width and bidirectional controls, the
# Unicode line separators (so that a line feed is the only line break there is) and the tag block.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_PLAIN = re.compile("[\t\n -~]*")


def sanitize(text: str) -> str:
    r"""Remove what a terminal would act upon and what an eye cannot see.

    Escape sequences, control characters, lone surrogates, zero-width and bidirectional marks go.
    Of a line redrawn by carriage returns (a progress bar) the last drawing stays. Line feeds stay,
    so line numbers hold, and afterwards ``"\n"`` is the only line break. Linear time, idempotent.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _ANSI.sub("", text)
    if "\r" in text:
        text = "\n".join(map(_last_drawing, text.replace("\r\n", "\n").split("\n")))
    return _UNSEEN.sub("", text)


def _last_drawing(line: str) -> str:
    if "\r" not in line:
        return line
    return next((part for part in reversed(line.split("\r")) if part.strip()), "")


def shorten(text: str, limit: int) -> str:
    """Cut ``text`` to ``limit`` characters, keeping both ends: errors stand at either."""
    if len(text) <= limit:
        return text
    head = (limit - len(CUT)) * 2 // 3
    return text[:head] + CUT + text[len(text) - (limit - len(CUT) - head) :]


@dataclass(frozen=True)
class Log:
    r"""Sanitized log lines that know their numbers in the whole log.

    Parameters
    ----------
    text : str
        Sanitized text; only ``"\n"`` breaks lines.
    first_line : int
        1-based number of the first line.
    gap_at : int, optional
        Index of the first line after lines that were left out.
    gap : int
        How many lines were left out there; -1 where it is within a line, which then is two.
    """

    text: str
    first_line: int = 1
    gap_at: int | None = None
    gap: int = 0

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, each bounded to `MAX_LINE` characters."""
        if not self.text:
            return ()
        return tuple(
            line if len(line) <= MAX_LINE else shorten(line, MAX_LINE)
            for line in self.text.split("\n")
        )

    def number(self, index: int) -> int:
        """Return the line number of ``lines[index]``."""
        left_out = self.gap if self.gap_at is not None and index >= self.gap_at else 0
        return self.first_line + index + left_out

    def quote(self, index: int) -> Evidence:
        """Return ``lines[index]`` as evidence."""
        return Evidence(line=self.number(index), quote=self.lines[index].strip())
