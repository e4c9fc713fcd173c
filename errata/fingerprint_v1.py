"""The first version of the fingerprint, so that groups it named are found again.

To be deleted when no store holds a group whose fingerprint starts with ``v1-``.
"""

import re
from collections.abc import Iterator

from errata.evidence.lines import split_level, strip_prefix
from errata.evidence.statements import Authority, Statement
from errata.patterns.examine import Examination, Explained
from errata.patterns.exits import by_kill, by_limit, by_signal
from errata.patterns.quotes import last_words
from errata.templates import template

VERSION = "v1"


def essence(examination: Examination) -> Iterator[str]:
    """Return what of a failure the first version took for telling."""
    event, decisive = examination.event, examination.decisive
    outside = by_limit(event)
    if outside is not None:
        yield outside.rule
    elif event.findings:
        yield event.findings[0].code
        yield template(event.findings[0].message)
    elif (signal := by_signal(event)) is not None:
        yield signal.rule
        if decisive is not None and decisive.rule is not None:
            yield from _saying(decisive)
    elif decisive is not None and decisive.rule is not None:
        yield from _saying(decisive)
    else:
        kill = by_kill(event)
        yield kill.rule if kill else "unknown"
        yield template(event.error_message)
        yield template(_last_words(examination))


def _saying(explained: Explained) -> Iterator[str]:
    statement, rule = explained.statement, explained.rule
    if not statement.type and statement.authority is Authority.IMPOSED and rule is not None:
        yield rule.name
        return
    yield statement.type
    yield template(_first_sentence(statement))
    yield _place(statement)


def _first_sentence(statement: Statement) -> str:
    line = statement.text.partition("\n")[0]
    if not statement.type:
        line = split_level(strip_prefix(line))[1]
    return line.partition(". ")[0]


def _place(statement: Statement) -> str:
    """Name where it was raised, without line numbers.

    An exception with a telling message that is raised on purpose is known by who raises it; any
    other by the innermost function that belongs to no library.
    """
    place = statement.place
    if place is None:
        return ""
    innermost = statement.places[-1]
    if innermost.source.startswith("raise ") and len(_first_sentence(statement).split()) >= 6:
        return innermost.function
    name = re.sub(r"\d+", "#", place.base)
    return f"{'<cell>' if name.startswith('<ipython-input') else name}:{place.function}"


def _last_words(examination: Examination) -> str:
    words = last_words(examination.log)
    return strip_prefix(examination.log.lines[words[-1]]) if words else ""
