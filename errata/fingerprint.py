"""The fingerprint: the same for the same death, whatever its paths, ids, numbers and times.

An exception is known by its class, the template of its message and the function of the innermost
frame that is the candidate's own; a kill by the rule that recognises it; a finding by its code.
Pipeline and stage belong to it, so that a group is of one kind.
"""

import hashlib
import re
from collections.abc import Iterator

from errata.events import FailureEvent
from errata.evidence.lines import split_level, strip_prefix
from errata.evidence.statements import Authority, Statement
from errata.patterns.examine import Examination, Explained, examine
from errata.patterns.exits import by_kill, by_limit, by_signal
from errata.patterns.quotes import last_words

VERSION = "v1"
_LONGEST = 300

_VOLATILE = re.compile(
    r"<(?P<masked>[a-z\-]+)-\d+>"  # a redacted secret
    r"|(?P<path>(?:[A-Za-z]:)?(?:[\w.+~@\-<>]*[/\\]){1,40}(?P<base>[\w.+~@\-<>]*))"
    r"|\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b"  # UUID
    r"|\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b"  # ULID
    r"|\b0[xX][0-9A-Fa-f]+\b"
    r"|\b(?=[a-f]*\d)(?:[0-9a-f]{8,64})\b"  # hash
    r"|\btmp\w{6,}"
    r"|[+\-]?\d(?:[\d_]|,(?=\d))*(?:\.\d+)?(?:[eE][+\-]?\d+)?"
)


def fingerprint(event: FailureEvent) -> str:
    """Return the fingerprint of a redacted event: ``v1-`` and 32 hexadecimal digits."""
    return fingerprint_examined(examine(event))


def fingerprint_examined(examination: Examination) -> str:
    """Return the fingerprint of a failure that has been read already."""
    event = examination.event
    parts = "\x1f".join((event.pipeline, event.stage.value, *_essence(examination)))
    return f"{VERSION}-{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


def template(text: str) -> str:
    """Return ``text`` with what differs between two runs of the same failure taken out."""
    return " ".join(_VOLATILE.sub(_placeholder, text[:_LONGEST]).split())


def _placeholder(match: re.Match[str]) -> str:
    if match["masked"]:
        return f"<{match['masked']}>"
    if match["path"]:
        return re.sub(r"\d+", "#", match["base"]) if match["base"] else "<path>"
    return "#"


def _essence(examination: Examination) -> Iterator[str]:
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
