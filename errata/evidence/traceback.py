"""Python tracebacks in logs: chained, grouped, boxed, interleaved, and from notebooks."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from errata.evidence.frames import Place, place_in
from errata.evidence.lines import stream, strip_prefix

HEAD = "Traceback (most recent call last)"
_MAX_TRACEBACKS = 64
_MAX_LENGTH = 600
_MAX_MESSAGE_LINES = 12
_INTERLEAVED = 64
"""Lines within which the lines of one process are looked for among those of others."""

_ARROW = re.compile(r"-+> ?(?P<line>\d{1,9})(?P<source>\s.*)")
_RAISED = re.compile(
    r"(?P<type>[A-Za-z_][\w.]{0,200}(?:\([A-Za-z_]\w{0,80}\))?)(?::(?:\s(?P<message>.*))?)?\s*$"
)
_NOTEBOOK_HEAD = re.compile(
    r"(?P<type>[A-Za-z_][\w.]{0,200}?)\s*Traceback \(most recent call last\)"
)
_GROUP_HEAD = "+ Exception Group " + HEAD
_GROUP_MARGIN = re.compile(r"\s*[|+]")
_GROUP_PART = re.compile(r"\s*\+[+\-]*-+ \d{1,6} -+\s*$")
_RELATION = (
    ("The above exception was the direct cause", "cause"),
    ("During handling of the above exception", "context"),
)
_IGNORED = "Exception ignored in"


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
    depth: int = -1
    """Column of its margin within an exception group; -1 outside of one."""
    stream: str = ""
    """The rank or worker that printed it."""
    ignored: bool = False
    """Whether Python swallowed it (an exception in ``__del__``)."""

    @property
    def is_group(self) -> bool:
        """Whether it holds other exceptions."""
        return self.type.endswith("Group")


def tracebacks(lines: Sequence[str]) -> list[Raised]:
    """Return the exceptions that were printed with a traceback, in order (the last 64)."""
    heads = [index for index, line in enumerate(lines) if HEAD in line]
    found: list[Raised] = []
    ends: dict[str, int] = {}
    for head in islice(heads, max(0, len(heads) - _MAX_TRACEBACKS), None):
        told = _told_at(lines, head)
        if told is None or head < ends.get(told.stream, 0):
            continue
        ends[told.stream] = told.index
        found.append(told)
        if told.is_group:
            found.extend(_parts_without_head(lines, told))
    return sorted(found, key=lambda raised: (raised.index, raised.start))


def chains(raised: Sequence[Raised]) -> list[list[Raised]]:
    """Put together what led to what, root first; the members of a group lead to the group."""
    found: list[list[Raised]] = []
    last: dict[str, list[Raised]] = {}
    groups: list[tuple[Raised, list[Raised], int]] = []
    for one in raised:
        while groups and (one.depth <= groups[-1][0].depth or one.stream != groups[-1][0].stream):
            groups.pop()
        if groups:
            chain, position = groups[-1][1:]
            chain.insert(position, one)
        elif one.relation and one.stream in last:
            chain = last[one.stream]
            chain.append(one)
            position = len(chain) - 1
        else:
            chain, position = [one], 0
            found.append(chain)
        last[one.stream] = chain
        if one.is_group:
            groups.append((one, chain, position))
    return found


class _Block:
    """The lines of one traceback, without what stands before each, and without other ranks'."""

    def __init__(self, lines: Sequence[str], head: int) -> None:
        self.lines = lines
        self.head = head
        self.prefix = lines[head][: lines[head].index(HEAD)]
        self.stream = stream(self.prefix) if self.prefix.strip() else ""
        self._margin = len(self.prefix) - len(self.prefix.lstrip())

    def body(self, index: int) -> str | None:
        """Return the line as the exception's own process printed it; None for another's."""
        line, prefix = self.lines[index], self.prefix
        if not prefix or line.startswith(prefix):
            return line[len(prefix) :]
        if prefix.isspace():
            return line[self._margin :] if not line[: self._margin].strip() else line
        if self.stream and stream(line) != self.stream:
            return None
        return strip_prefix(line)


def _told_at(lines: Sequence[str], head: int) -> Raised | None:
    line = lines[head]
    if HEAD + ":\\n" in line:
        return _escaped(line, head)
    if "╭" in line:
        return _boxed(lines, head)
    return _notebook(lines, head) or _plain(_Block(lines, head))


def _plain(block: _Block) -> Raised | None:
    places: list[Place] = []
    for index in range(block.head + 1, min(len(block.lines), block.head + _MAX_LENGTH)):
        body = block.body(index)
        if body is None:
            continue
        place = place_in(body)
        if place:
            places.append(place)
        elif not body[:1].strip() or body[0] in "^~│|":
            if places and body.strip() and not places[-1].source:
                places[-1] = places[-1].with_source(body.strip())
        elif (match := _RAISED.match(body)) and (places or match["message"] is not None):
            return _raised(block, index, match, places)
        elif places and HEAD not in body and index + 1 < len(block.lines):
            continue  # another process wrote in between
        else:
            break
    return None


def _escaped(line: str, head: int) -> Raised | None:
    """Read a traceback that a structured logger put into one line."""
    start = line.index(HEAD)
    told = _plain(_Block([part.rstrip('"}') for part in line[start:].split("\\n")], 0))
    if told is None:
        return None
    return Raised(told.type, told.message, head, head, told.places, stream=stream(line[:start]))


def _boxed(lines: Sequence[str], head: int) -> Raised | None:
    """Read a traceback that rich drew a box around."""
    places: list[Place] = []
    for index in range(head + 1, min(len(lines), head + _MAX_LENGTH)):
        line = lines[index]
        inside = line.strip().strip("│").strip()
        if place := place_in(inside):
            places.append(place)
        elif inside.startswith("❱") and places:
            source = inside.lstrip("❱ 0123456789").strip("│ ")
            places[-1] = places[-1].with_source(source)
        elif not line.lstrip().startswith(("│", "╰", "╭")) and (match := _RAISED.match(inside)):
            return Raised(
                match["type"], match["message"] or "", index, head, tuple(places),
                _relation(lines, head),
            )  # fmt: skip
    return None


def _notebook(lines: Sequence[str], head: int) -> Raised | None:
    match = _NOTEBOOK_HEAD.match(strip_prefix(lines[head]))
    if match is None:
        return None
    name, places = match["type"], list[Place]()
    for index in range(head + 1, min(len(lines), head + _MAX_LENGTH)):
        line = lines[index]
        if line.startswith(name) and (raised := _RAISED.match(line)):
            return _raised(_Block(lines, head), index, raised, places, plain=True)
        if place := place_in(line):
            places.append(place)
        elif places and (arrow := _ARROW.match(line)):
            places[-1] = places[-1].with_source(arrow["source"].strip(), int(arrow["line"]))
    return None


def _parts_without_head(lines: Sequence[str], group: Raised) -> list[Raised]:
    """Return the members of a group that were never raised, and so have no traceback."""
    found = []
    for index in range(group.index + 1, min(len(lines) - 1, group.index + _MAX_LENGTH)):
        if not _GROUP_MARGIN.match(lines[index]):
            break
        member = lines[index + 1]
        match = _GROUP_PART.match(lines[index]) and _RAISED.match(member.lstrip(" |"))
        if match and HEAD not in member:
            depth = len(member) - len(member.lstrip())
            found.append(
                Raised(match["type"], match["message"] or "", index + 1, index + 1, depth=depth)
            )
    return found


def _raised(
    block: _Block,
    index: int,
    match: re.Match[str],
    places: Sequence[Place],
    *,
    plain: bool = False,
) -> Raised:
    body: Callable[[int], str | None] = block.lines.__getitem__ if plain else block.body
    message = [match["message"] or ""]
    for follow in range(index + 1, min(len(block.lines), index + _MAX_MESSAGE_LINES)):
        line = body(follow)
        if line is None:
            continue
        if not _goes_on(message[-1], line) or HEAD in line or place_in(line):
            break
        message.append(line.rstrip())
    head = block.lines[block.head]
    return Raised(
        match["type"],
        "\n".join(message).strip(),
        index,
        block.head,
        tuple(places),
        _relation(block.lines, block.head, block.stream),
        _depth(head),
        "" if plain else block.stream,
        block.head > 0 and _IGNORED in block.lines[block.head - 1],
    )


def _depth(head: str) -> int:
    """Return the column of the margin that exception groups draw."""
    if _GROUP_HEAD in head:
        return head.index(_GROUP_HEAD)
    margin = head[: head.index(HEAD)].rstrip()
    return len(margin) - 1 if margin.endswith("|") else -1


def _goes_on(said: str, line: str) -> bool:
    """Tell whether a line belongs to the message above it, and not to what was printed next."""
    unfinished = not said.strip() or said.rstrip().endswith(
        (":", ",", "(", "[", "{", "\\", "error")
    )
    return (
        bool(line.strip())
        and not line.lstrip().startswith("+-")
        and (unfinished or line[0].isspace() or line.startswith(("*", "-", "|")))
    )


def _relation(lines: Sequence[str], head: int, origin: str = "") -> str:
    """Return how what the same process printed just above led to this."""
    above = (
        lines[index]
        for index in range(head - 1, max(-1, head - _INTERLEAVED), -1)
        if not origin or stream(lines[index]) == origin
    )
    for line in islice(above, 3):
        for marker, relation in _RELATION:
            if marker in line:
                return relation
    return ""
