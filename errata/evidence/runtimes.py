"""How programs that are not Python, and Python's own fault handler, tell of their deaths."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from errata.evidence.frames import Place, call_in, place_in
from errata.evidence.lines import strip_prefix

_MOST = 64
_REACH = 40
_FAULT = "Fatal Python error: "
_THROWN = "terminate called after throwing an instance of '"


@dataclass(frozen=True, slots=True)
class Death:
    """One death as a runtime tells it."""

    type: str
    """Class of the exception; empty where there is none."""
    message: str
    index: int
    """Where in the lines it is named."""
    end: int
    """The last line that belongs to it."""
    places: tuple[Place, ...] = ()
    """Outermost call first."""


_PANIC = re.compile(  # Rust, old and new
    r"thread '[^'\n]{1,200}'(?: \(\d{1,9}\))? panicked at (?:'(?P<old>.*)', )?"
    r"(?P<file>[^\s:']{1,400}):(?P<line>\d{1,7}):\d{1,7}:?\s*$"
)
_GO_FRAME = re.compile(r"\s{1,8}(?P<file>[^\s:]{1,400}\.go):(?P<line>\d{1,7})(?: \+0x[0-9a-f]+)?$")
_SANITIZER = re.compile(
    r"(?:==\d{1,9}==\s?ERROR: |WARNING: )?(?P<type>\w{4,12}Sanitizer): (?P<message>.+)"
)
_NATIVE_FRAME = re.compile(
    r"\s{1,8}#\d{1,4} 0x[0-9a-f]{1,16} in (?P<function>.{1,200}?) "
    r"(?P<file>[^\s:()]{1,400}):(?P<line>\d{1,7})"
)
_UNWOUND = re.compile(  # the line above a stack of "at" lines
    r"(?:Uncaught |Unhandled exception[.:] |Caused by: |\[cause\]: "
    r"|Exception in thread \"[^\"]{1,200}\" )?"
    r"(?P<type>(?:[A-Za-z_$][\w$]{0,100}\.){0,10}[A-Z][\w$]{0,100})(?:: (?P<message>.*))?$"
)


def deaths(lines: Sequence[str], text: str) -> list[Death]:
    """Return the deaths that other runtimes printed, in order (the last 64 of each kind).

    Parameters
    ----------
    lines : sequence of str
        Of the log.
    text : str
        All of them; what a text does not hold anywhere is not looked for in every line.
    """
    found = [
        death
        for mark, read in _READERS.items()
        if mark in text
        for death in _marked(lines, mark, read)
    ]
    return sorted(found, key=lambda death: death.index)


def _marked(
    lines: Sequence[str], mark: str, read: Callable[[Sequence[str], int], Death | None]
) -> Iterator[Death]:
    indices = [index for index, line in enumerate(lines) if mark in line]
    for index in indices[-_MOST:]:
        death = read(lines, index)
        if death is not None:
            yield death


def _rust(lines: Sequence[str], index: int) -> Death | None:
    match = _PANIC.match(strip_prefix(lines[index]).strip())
    if match is None:
        return None
    message = [match["old"]] if match["old"] else list(_block(lines, index + 1, most=3))
    place = Place(match["file"], "<module>", int(match["line"]))
    return Death("panic", "\n".join(message), index, index + len(message), (place,))


def _go(lines: Sequence[str], index: int) -> Death | None:
    line = strip_prefix(lines[index])
    if not line.startswith("panic: "):
        return None
    places: list[Place] = []
    end = index
    for below in range(index + 1, min(len(lines), index + _REACH)):
        frame = _GO_FRAME.match(lines[below])
        if frame:
            function = lines[below - 1].rpartition("(")[0].strip()
            places.append(Place(frame["file"], function or "<module>", int(frame["line"])))
            end = below
    if not places:
        return None
    return Death("panic", line[len("panic: ") :].strip(), index, end, tuple(reversed(places)))


def _thrown(lines: Sequence[str], index: int) -> Death:
    """Read what C++ says of an exception that nobody caught; its message is on the next line."""
    said = strip_prefix(lines[index]).strip()
    below = lines[index + 1].strip() if index + 1 < len(lines) else ""
    what = strip_prefix(below).strip()
    if not what.startswith("what():"):
        return Death("", said, index, index)
    return Death("", f"{said}: {what}", index, index + 1)


def _fault(lines: Sequence[str], index: int) -> Death:
    """Read what faulthandler wrote; it prints the innermost frame first."""
    places: list[Place] = []
    end, ours = index, False
    for below in range(index + 1, min(len(lines), index + 4 * _REACH)):
        line = lines[below]
        if line.lstrip().startswith(("Thread 0x", "Current thread 0x")):
            ours = "Current thread" in line and not places
        elif ours and (place := place_in(strip_prefix(line))):
            places.append(place)
            end = below
        elif places:
            break
    said = lines[index]
    return Death("", said[said.index(_FAULT) :].strip(), index, end, tuple(reversed(places)))


def _sanitizer(lines: Sequence[str], index: int) -> Death | None:
    match = _SANITIZER.match(strip_prefix(lines[index]))
    if match is None or match["message"].startswith("CHECK failed"):
        return None
    frames = (_NATIVE_FRAME.match(line) for line in lines[index + 1 : index + _REACH])
    places = [Place(f["file"], f["function"], int(f["line"])) for f in frames if f]
    return Death(match["type"], match["message"], index, index, tuple(reversed(places)))


def _cmake(lines: Sequence[str], index: int) -> Death | None:
    where = re.match(r"CMake Error at (.{1,300}):(\d{1,7})", strip_prefix(lines[index]))
    message = " ".join(line.strip() for line in _block(lines, index + 1, most=6))
    places = (Place(where[1], "<module>", int(where[2])),) if where else ()
    return Death("CMakeError", message, index, index, places) if message else None


def _stack(lines: Sequence[str], index: int) -> Death | None:
    """Read an exception above the first of its ``at`` lines."""
    if call_in(lines[index - 1]) or index == 0:
        return None
    match = _UNWOUND.match(strip_prefix(lines[index - 1]).strip())
    if match is None:
        return None
    places: list[Place] = []
    end = index
    while end < min(len(lines), index + _REACH) and (place := call_in(lines[end])):
        places.append(place)
        end += 1
    if not places:
        return None
    return Death(match["type"], match["message"] or "", index - 1, end - 1, tuple(places[::-1]))


def _block(lines: Sequence[str], start: int, *, most: int) -> Iterator[str]:
    """Yield the next lines up to an empty one or a note; the first may be empty."""
    for index in range(start, min(len(lines), start + most)):
        line = strip_prefix(lines[index])
        if line.startswith(("note: ", "stack backtrace", "Call Stack")):
            return
        if line.strip():
            yield line.rstrip()
        elif index > start:
            return


_READERS: dict[str, Callable[[Sequence[str], int], Death | None]] = {
    "panicked at ": _rust,
    "panic: ": _go,
    _THROWN: _thrown,
    _FAULT: _fault,
    "Sanitizer: ": _sanitizer,
    "CMake Error": _cmake,
    "   at ": _stack,
    "\tat ": _stack,
}
