"""Stack frames as logs tell them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_LONGEST_SOURCE = 400
_FRAME = re.compile(
    r"\s*(?:[│|>]\s*)?(?:"
    r"File \"(?P<file>[^\"]{1,500})\", line (?P<line>\d{1,9})(?:,? in (?P<function>.{1,200}))?"
    r"|(?:File )?(?P<ipy>[~/<\w][^\s:]{0,400}|[A-Za-z]:[^:\n]{1,400}):(?P<ipyline>\d{1,9})"
    r"(?:,? in (?P<ipyfunction>[^(\n]{1,200}).*)?"
    r"|(?P<cell>(?:Input )?(?:Cell )?In ?\[\d*\])(?:, line |:)(?P<cellline>\d{1,9}).*"
    r"|(?P<old>[~/<A-Z][^\s]{0,400}) in (?P<oldfunction>[\w<>.]{1,200})\(.*"
    r")\s*$"
)
_CALL = re.compile(  # Java, JavaScript, C#; the function may be missing
    r"\s{1,8}at (?:(?P<function>[^()\n]{1,300}?) ?\()?(?P<file>[^()\s]{1,400}?):(?P<line>\d{1,7})"
    r"(?::\d{1,7})?\)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One stack frame as a log tells it."""

    file: str
    function: str
    line: int | None = None
    source: str = ""

    @property
    def base(self) -> str:
        """The file's name without its folder."""
        return re.split(r"[/\\]", self.file)[-1]

    def with_source(self, source: str, line: int | None = None) -> "Place":
        """Return the frame with its source line, and its line number if that was not known."""
        return replace(self, source=source[:_LONGEST_SOURCE], line=line or self.line)


def place_in(line: str) -> Place | None:
    """Return the frame of a Python program that a line names, or None."""
    match = _FRAME.match(line)
    if match is None:
        return None
    if match["file"] is not None:
        return Place(match["file"], (match["function"] or "<module>").strip(), int(match["line"]))
    if match["ipy"] is not None:
        function = (match["ipyfunction"] or "<module>").strip(" │")
        return Place(match["ipy"], function, int(match["ipyline"]))
    if match["cell"] is not None:
        return Place("<cell>", "<module>", int(match["cellline"]))
    return Place(match["old"], match["oldfunction"])


def call_in(line: str) -> Place | None:
    """Return the frame that an ``at`` line of Java, JavaScript or C# names, or None."""
    match = _CALL.match(line)
    if match is None:
        return None
    return Place(match["file"], match["function"] or "<module>", int(match["line"]))


def places_above(lines: Sequence[str], index: int, reach: int = 60) -> tuple[Place, ...]:
    """Return the frames printed just above a line, where the head of a traceback is missing."""
    found: list[Place] = []
    source, silent = "", 0
    for above in range(index - 1, max(-1, index - reach), -1):
        place = place_in(lines[above])
        if place is not None:
            found.append(place.with_source(source.strip()))
            source, silent = "", 0
            continue
        silent += 1
        if silent > 5 or (found and lines[above][:1].strip()):
            break
        source = lines[above]
    return tuple(reversed(found))
