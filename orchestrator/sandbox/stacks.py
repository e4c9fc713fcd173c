"""Reading what Python's fault handler wrote in a box: the stack of every thread, as data.

The text is hostile, like everything from a box: a candidate can write there whatever it likes, and
then spoils the evidence of its own failure. It is read in linear time and kept within bounds.
"""

import re
from collections.abc import Sequence

from errata.events import Frame
from orchestrator.sandbox.runtime import ROOT, SHIM, SITE

_LARGEST = 128 << 10
_MOST_THREADS, _MOST_FRAMES = 16, 32
_NAME, _SOURCE = 256, 500
_CANDIDATE = "candidate.py"
_THREAD = re.compile(
    r"(?P<current>Current thread|Thread) (?P<id>0x[0-9a-f]{1,16})"
    r"(?: \[[^\n]{0,200}\])? \(most recent call first\):"
)
_FRAME = re.compile(
    r'  File "(?P<file>[^"\n]{0,600})", line (?P<line>\d{1,9}|\?\?\?) in (?P<function>.{1,600})'
)
_OURS = (f"{SHIM}/", "<frozen runpy>")

Stack = tuple[Frame, ...]


def parse_stacks(text: str, candidate: bytes) -> tuple[Stack, ...]:
    """Return the stack of each thread in ``text``, with the lines of the candidate's source.

    Returns
    -------
    tuple of tuple of Frame
        The thread that died, or the main one, last; the outermost call of each first.
    """
    lines = re.split(r"\r\n?|\n", candidate.decode("utf-8", "replace"))
    stacks: dict[str, list[Frame]] = {}
    current = last = ""
    for line in text[:_LARGEST].split("\n"):
        if thread := _THREAD.fullmatch(line):
            last = thread["id"]
            stacks.pop(last, None)  # a later dump of the same thread tells more
            stacks[last] = []
            current = last if thread["current"] == "Current thread" else current
        elif stacks and (frame := _FRAME.fullmatch(line)):
            stacks[last].append(_frame(frame, lines))
    if current in stacks and _is_of_the_candidate(stacks[current]):
        stacks[current] = stacks.pop(current)
    *others, deciding = stacks.values() or [[]]
    kept = [*filter(_is_of_the_candidate, others), deciding][-_MOST_THREADS:]
    return tuple(map(_from_the_candidate_on, filter(None, kept)))


def _frame(match: re.Match[str], lines: Sequence[str]) -> Frame:
    number = int(match["line"]) if match["line"].isdecimal() else None
    source = ""
    if match["file"] == _CANDIDATE and number and number <= len(lines):
        source = lines[number - 1].strip()[:_SOURCE]
    return Frame(
        file=match["file"][:_NAME], line=number, function=match["function"][:_NAME], source=source
    )


def _is_of_the_candidate(stack: Sequence[Frame]) -> bool:
    return not all(frame.file.startswith(_OURS) for frame in stack)


def _from_the_candidate_on(innermost_first: Sequence[Frame]) -> Stack:
    """Return a stack, outermost first, without what leads from the shim to the candidate."""
    stack = list(innermost_first)
    while len(stack) > 1 and stack[-1].file.startswith(_OURS):
        stack.pop()
    kept = reversed(stack[:_MOST_FRAMES])
    return tuple(frame.model_copy(update={"file": _short(frame.file)}) for frame in kept)


def _short(file: str) -> str:
    """Return a file's name as the shim writes it, too: libraries without where boxes have them."""
    return file.removeprefix(f"{SITE}/").removeprefix(f"{ROOT}/")
