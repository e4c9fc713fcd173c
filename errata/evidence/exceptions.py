"""All exceptions and deaths that a log shows, each as a statement."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from errata.evidence.frames import Place, places_above
from errata.evidence.runtimes import deaths
from errata.evidence.statements import Authority, Statement, class_name, may_state, statement_of
from errata.evidence.traceback import HEAD, Raised, chains, tracebacks
from errata.text import Log

_MAX_LOOSE = 400
_TEST_REACH = 12
_TEST_MARGIN = "E  "


def exceptions_in(log: Log) -> tuple[list[Statement], set[int]]:
    """Return the exceptions a log shows, in order, and the lines that belong to tracebacks."""
    lines = log.lines
    found, consumed = list[Statement](), set[int]()
    for chain in chains(tracebacks(lines)) if HEAD in log.text else ():
        statements = [_statement(raised) for raised in chain]
        found.append(replace(statements[-1], causes=tuple(statements[:-1])))
        for raised in chain:
            consumed.update(range(raised.start, raised.index + 1))
    for death in deaths(lines, log.text):
        if death.index not in consumed:
            found.append(
                Statement(
                    Authority.RAISED,
                    death.message,
                    class_name(death.type),
                    death.index,
                    death.places,
                )
            )
            consumed.update(range(death.index, death.end + 1))
    found.extend(_loose(lines, consumed))
    return found, consumed


def _statement(raised: Raised) -> Statement:
    authority = Authority.HINT if raised.ignored else Authority.RAISED
    return Statement(
        authority, raised.message, class_name(raised.type), raised.index, raised.places
    )


def _loose(lines: Sequence[str], consumed: set[int]) -> list[Statement]:
    """Exceptions without a traceback: cut off, from a parser, or merely logged (the last 400)."""
    found: list[Statement] = []
    for statement in _named(lines, consumed):
        found.append(statement)
        if len(found) == _MAX_LOOSE:
            break
    return found[::-1]


def _named(lines: Sequence[str], consumed: set[int]) -> Iterator[Statement]:
    for index in range(len(lines) - 1, -1, -1):
        if index in consumed or not may_state(lines[index]):
            continue
        statement = statement_of(lines[index], index)
        if statement is not None:
            yield replace(statement, places=statement.places or _places(lines, index))


def _places(lines: Sequence[str], index: int) -> tuple[Place, ...]:
    """Return the frames above, or those that a test runner prints below."""
    if lines[index].startswith(_TEST_MARGIN):
        for below in range(index + 1, min(len(lines), index + _TEST_REACH)):
            report = None if lines[below].startswith(_TEST_MARGIN) else statement_of(lines[below])
            if report is not None:
                return report.places
    return places_above(lines, index)
