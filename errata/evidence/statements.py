"""What a failed run says about its death, and how much each saying is worth."""

import re
from dataclasses import dataclass
from enum import IntEnum

from errata.evidence.frames import Place
from errata.evidence.lines import ERROR_LEVELS, split_level, strip_prefix


class Authority(IntEnum):
    """How far a statement is to be believed to be the one that ended the run."""

    HINT = 1
    """A warning, a summary, a number that looks wrong: speaks only if nobody else does."""
    REPORTED = 2
    """Somebody logged an error; the run may have gone on."""
    RAISED = 3
    """The program died of it, or printed a traceback of it."""
    STATED = 4
    """The runner gives it as the reason."""
    IMPOSED = 5
    """Somebody outside stopped the run: kernel, scheduler, container, judge."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One saying: an exception, or a line."""

    authority: Authority
    text: str
    """The message of an exception, or the line."""
    type: str = ""
    """Class of the exception, without its module; empty for a line."""
    index: int | None = None
    """Where in the lines it stands; None when it comes from outside the log."""
    places: tuple[Place, ...] = ()
    causes: tuple["Statement", ...] = ()
    """What led to it, the root first."""

    @property
    def place(self) -> Place | None:
        """The innermost frame that belongs to no library; else the innermost."""
        return next(
            filter(_is_own, reversed(self.places)), self.places[-1] if self.places else None
        )

    @property
    def headline(self) -> str:
        """The exception as Python prints it, on one line, or the line."""
        first = self.text.partition("\n")[0].strip()
        return f"{self.type}: {first}".rstrip(": ") if self.type else first


_LIBRARY = re.compile(
    r"site-packages|dist-packages|(?:^|[/\\])[Ll]ib[/\\]python[\d.]+|<frozen|^/usr/lib|[/\\]importlib[/\\]"
    # Sandboxes cut the folder of the libraries off, as they are the same for every candidate.
    r"|^(?:numpy|scipy|torch|cv2|av|PIL|skimage|pandas|sklearn|numba|json|concurrent|asyncio"
    r"|multiprocessing|collections|ctypes|encodings|logging|email|http|urllib|xml)[/\\]"
)
_ENDINGS = (
    "Error|Exception|Interrupt|Exit|Timeout|Expired|Failure|Fault|Violation|Refused|Denied|Exceeded"
    "|Unavailable|NotFound|Iteration|Cancelled|Killed|Rejected|Abort"
)
"""How the names of exception classes end."""
_LOOSE = re.compile(
    rf"(?P<type>(?:[A-Za-z_]\w{{0,80}}\.){{0,8}}[A-Z_]\w{{0,100}}(?:{_ENDINGS}))(?:\(\w{{1,80}}\))?"
    r"(?::(?:\s(?P<message>.*))?)?\s*$"
)
_DOTTED = re.compile(  # struct.error: ..., google.api_core.exceptions.InvalidArgument: ...
    r"(?P<type>(?:[A-Za-z_]\w{0,80}\.){1,8}(?:[A-Z]\w{0,100}|error|timeout)): (?P<message>.*)"
)
_INLINE = re.compile(
    r"(?<![\w.'\"<])(?P<type>(?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,100}(?:Error|Exception|Timeout))"
    r"(?:: |\()(?P<message>.{1,600})"
)
_TEST_REPORT = re.compile(  # pytest: "E   assert 1 == 2", "test_x.py:12: ValueError: bad"
    r"E\s{2,}(?P<assertion>assert .*)"
    r"|(?P<file>[^\s:]{1,300}\.py|[A-Za-z]:[^\s:]{1,300}\.py):(?P<line>\d{1,7}): "
    r"(?P<type>[A-Z]\w{0,100})(?:: (?P<message>.*))?$"
)
_HINT = re.compile(f"{_ENDINGS}|E   ")


def _is_own(place: Place) -> bool:
    generated = len(re.findall(r"\d+", place.base)) >= 4  # a compiler chose the name
    return not generated and not _LIBRARY.search(place.file)


def class_name(dotted: str) -> str:
    """Return the class of ``package.module.Class(Cause)`` without its modules.

    A class without a capital (``struct.error``, ``socket.timeout``) keeps the last of them: there
    are many of that name.
    """
    parts = dotted.partition("(")[0].split(".")
    return parts[-1] if parts[-1].lstrip("_")[:1].isupper() else ".".join(parts[-2:])


def may_state(line: str) -> bool:
    """Tell quickly whether `statement_of` is worth asking."""
    return _HINT.search(line) is not None or _DOTTED.match(line) is not None


def statement_of(line: str, index: int | None = None) -> Statement | None:
    """Return the exception that a single line names, or None."""
    if test := _TEST_REPORT.match(line):
        return _of_test_report(test, index)
    body = strip_prefix(line)
    level, said = split_level(body)
    authority, match = Authority.RAISED, _loose_match(body)
    if match is None:
        authority, match = Authority.REPORTED, _loose_match(said) or _INLINE.search(said)
    if match is None:
        return None
    if level and level not in ERROR_LEVELS:
        authority = Authority.HINT
    return Statement(authority, match["message"] or "", class_name(match["type"]), index)


def _of_test_report(match: re.Match[str], index: int | None) -> Statement:
    if match["assertion"]:
        return Statement(Authority.RAISED, match["assertion"], "AssertionError", index)
    place = Place(match["file"], "<module>", int(match["line"]))
    authority = Authority.RAISED if match["message"] else Authority.REPORTED
    return Statement(authority, match["message"] or "", match["type"], index, (place,))


def _loose_match(text: str) -> re.Match[str] | None:
    match = _LOOSE.match(text) or _DOTTED.match(text)
    return match if match and (match["message"] is not None or " " not in text.strip()) else None
