"""The lines that prove a verdict."""

from collections.abc import Iterator
from itertools import islice

from errata.diagnosis import Evidence
from errata.evidence.lines import strip_prefix
from errata.evidence.statements import Statement
from errata.patterns.examine import Examination, find_line
from errata.text import Log

_DUMP = "(most recent call first):"
_LAST_WORDS = 3
_REACH = 200


def quotes(examination: Examination, statement: Statement | None) -> Iterator[Evidence]:
    """Quote the deciding statement with its frame, or what was measured, or the last words.

    Parameters
    ----------
    examination : Examination
        The failure that was read.
    statement : Statement or None
        What decided; None when the log did not.
    """
    log = examination.log
    if statement is None:
        indices = _measured(examination) or _stack_top(log) or last_words(log)[-_LAST_WORDS:]
    else:
        indices = [*_frame_above(statement, log), *_of(statement)]
    for index in indices:
        if log.lines[index].strip():
            yield log.quote(index)


def last_words(log: Log) -> list[int]:
    """Return the indices of the last lines that hold words."""
    return [
        index
        for index in range(max(0, len(log.lines) - _REACH), len(log.lines))
        if any(character.isalpha() for character in strip_prefix(log.lines[index]))
    ]


def _of(statement: Statement) -> Iterator[int]:
    if statement.index is not None:
        yield statement.index


def _frame_above(statement: Statement, log: Log) -> Iterator[int]:
    if statement.index is None or statement.place is None or statement.place.line is None:
        return
    line = statement.place.line
    marks = (f"line {line}", f":{line}", f"> {line} ")
    for above in range(statement.index - 1, max(-1, statement.index - 40), -1):
        if any(mark in log.lines[above] for mark in marks):
            yield above
            return


def _stack_top(log: Log) -> list[int]:
    """Return where a run was when it was stopped, if faulthandler wrote that down."""
    dumps = (i for i in range(len(log.lines) - 1, 0, -1) if _DUMP in log.lines[i - 1])
    return [index for index in islice(dumps, 1) if "File " in log.lines[index]]


def _measured(examination: Examination) -> list[int]:
    said = [finding.message for finding in examination.event.findings]
    said.append(examination.event.error_message.partition("\n")[0])
    found = (find_line(text, examination.log.lines) for text in said)
    return [index for index in dict.fromkeys(found) if index is not None]
