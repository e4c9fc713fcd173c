"""Python tracebacks in logs: plain, chained, prefixed by a rank or a time, and from notebooks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from errata.evidence.lines import strip_prefix

HEAD = "Traceback (most recent call last)"
_MAX_TRACEBACKS = 64
_MAX_LENGTH = 600
_MAX_MESSAGE_LINES = 12

_FRAME = re.compile(
    r"\s*(?:[│|]\s*)?(?:"
    r"File \"(?P<file>[^\"]{1,500})\", line (?P<line>\d{1,9})(?:, in (?P<function>.{1,200}))?"
    r"|(?:File )?(?P<ipy>[~/<\w][^\s:]{0,400}|[A-Za-z]:[^:\n]{1,400}):(?P<ipyline>\d{1,9})"
    r"(?:, in (?P<ipyfunction>[^(\n]{1,200}).*)?"
    r"|(?P<cell>(?:Input )?(?:Cell )?In ?\[\d*\])(?:, line |:)(?P<cellline>\d{1,9}).*"
    r"|(?P<old>[~/<A-Z][^\s]{0,400}) in (?P<oldfunction>[\w<>.]{1,200})\(.*"
    r")\s*$"
)
_ARROW = re.compile(r"-+> ?(?P<line>\d{1,9})(?P<source>\s.*)")
_RAISED = re.compile(
    r"(?P<type>[A-Za-z_][\w.]{0,200}(?:\([A-Za-z_]\w{0,80}\))?)(?::(?:\s(?P<message>.*))?)?\s*$"
)
_NOTEBOOK_HEAD = re.compile(
    r"(?P<type>[A-Za-z_][\w.]{0,200}?)\s*Traceback \(most recent call last\)"
)
_RELATION = (
    ("The above exception was the direct cause", "cause"),
    ("During handling of the above exception", "context"),
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


@dataclass(frozen=True, slots=True)
class Raised:
    """One exception in a log."""

    type: str
    """As printed, with its module."""
    message: str
    index: int
    """Where in the lines it is named."""
    start: int
    """Where its traceback starts."""
    places: tuple[Place, ...] = ()
    """Outermost call first."""
    relation: str = ""
    """How the exception before it led to this one: ``cause``, ``context`` or nothing."""


def tracebacks(lines: Sequence[str]) -> list[Raised]:
    """Return the exceptions that were printed with a traceback, in order (the last 64)."""
    heads = [index for index, line in enumerate(lines) if HEAD in line]
    found: list[Raised] = []
    for head in islice(heads, max(0, len(heads) - _MAX_TRACEBACKS), None):
        if found and head < found[-1].index:
            continue
        raised = _notebook(lines, head) or _plain(lines, head)
        if raised is not None:
            found.append(raised)
    return found


def _plain(lines: Sequence[str], head: int) -> Raised | None:
    prefix = lines[head][: lines[head].index(HEAD)]
    margin = len(prefix) - len(prefix.lstrip())
    places: list[Place] = []
    for index in range(head + 1, min(len(lines), head + _MAX_LENGTH)):
        body = _body(lines[index], prefix, margin)
        frame = _FRAME.match(body)
        if frame:
            places.append(_place(frame))
        elif not body[:1].strip() or body[0] in "^~│|":
            if places and body.strip() and not places[-1].source:
                places[-1] = _with_source(places[-1], body.strip())
        elif (match := _RAISED.match(body)) and (places or match["message"] is not None):
            return _raised(lines, head, index, match, places, prefix)
        elif places and HEAD not in body and index + 1 < len(lines):
            continue  # another process wrote in between
        else:
            break
    return None


def _notebook(lines: Sequence[str], head: int) -> Raised | None:
    match = _NOTEBOOK_HEAD.match(strip_prefix(lines[head]))
    if match is None:
        return None
    name, places = match["type"], list[Place]()
    for index in range(head + 1, min(len(lines), head + _MAX_LENGTH)):
        line = lines[index]
        if line.startswith(name) and (raised := _RAISED.match(line)):
            return _raised(lines, head, index, raised, places, "")
        if frame := _FRAME.match(line):
            places.append(_place(frame))
        elif places and (arrow := _ARROW.match(line)):
            places[-1] = _with_source(places[-1], arrow["source"].strip(), int(arrow["line"]))
    return None


def _body(line: str, prefix: str, margin: int) -> str:
    if not prefix:
        return line
    if line.startswith(prefix):
        return line[len(prefix) :]
    if prefix.isspace():
        return line[margin:] if not line[:margin].strip() else line
    return strip_prefix(line)


def place_in(line: str) -> Place | None:
    """Return the stack frame that a line names, or None."""
    match = _FRAME.match(line)
    return _place(match) if match else None


def _place(match: re.Match[str]) -> Place:
    if match["file"] is not None:
        return Place(match["file"], (match["function"] or "<module>").strip(), int(match["line"]))
    if match["ipy"] is not None:
        function = (match["ipyfunction"] or "<module>").strip()
        return Place(match["ipy"], function, int(match["ipyline"]))
    if match["cell"] is not None:
        return Place("<cell>", "<module>", int(match["cellline"]))
    return Place(match["old"], match["oldfunction"])


def _with_source(place: Place, source: str, line: int | None = None) -> Place:
    return Place(place.file, place.function, line or place.line, source[:400])


def _raised(
    lines: Sequence[str],
    head: int,
    index: int,
    match: re.Match[str],
    places: Sequence[Place],
    prefix: str,
) -> Raised:
    message = [match["message"] or ""]
    for follow in range(index + 1, min(len(lines), index + _MAX_MESSAGE_LINES)):
        line = lines[follow]
        if prefix and not prefix.isspace():
            if not line.startswith(prefix):
                break
            line = line[len(prefix) :]
        if not _goes_on(message[-1], line) or HEAD in line or _FRAME.match(line):
            break
        message.append(line.rstrip())
    text = "\n".join(message).strip()
    return Raised(match["type"], text, index, head, tuple(places), _relation(lines, head))


def _goes_on(said: str, line: str) -> bool:
    """Tell whether a line belongs to the message above it, and not to what was printed next."""
    unfinished = not said.strip() or said.rstrip().endswith(
        (":", ",", "(", "[", "{", "\\", "error")
    )
    return bool(line.strip()) and (
        unfinished or line[0].isspace() or line.startswith(("*", "-", "|"))
    )


def _relation(lines: Sequence[str], head: int) -> str:
    for index in range(head - 1, max(-1, head - 4), -1):
        for marker, relation in _RELATION:
            if marker in lines[index]:
                return relation
    return ""
