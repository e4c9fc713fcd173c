"""The fingerprint: the same for the same death, whatever its paths, ids, numbers and times.

An exception is known by its class, the template of its message and the function of the innermost
frame that is the candidate's own; a kill by the rule that recognises it; a finding by its code.
Pipeline and stage belong to it, so that a group is of one kind.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from errata import fingerprint_v1
from errata.events import FailureEvent
from errata.evidence.lines import split_level, strip_prefix
from errata.evidence.statements import Authority, Statement, statement_of
from errata.patterns.examine import Examination, Explained, examine
from errata.patterns.exits import by_kill, by_limit, by_signal
from errata.patterns.quotes import last_words
from errata.templates import template

VERSION = "v2"

_BY = re.compile(
    r"(?P<scheduler>slurm|srun|pbs|lsf)|(?P<function>task timed out after)"
    r"|(?P<container>oomkilled|docker|kubelet|containerd)|(?P<cgroup>memory cgroup|memcg)",
    re.IGNORECASE,
)
"""Who stopped a run: the limit to raise is another one."""
_PARSER = frozenset({"SyntaxError", "IndentationError", "TabError"})
_SAYS_NOTHING = re.compile(
    r"(?:(?:the|a|an|experiment|run|job|task|step|process|subprocess|worker|command|candidate"
    r"|program|script|child|exit|exited|code|status|failed|failure|died|error|ended|finished"
    r"|returned|with|on|of|at|in|was|has|is|by|for|see|logs?|details|unknown|crashed|terminated"
    r"|unexpectedly|unsuccessfully|non-?zero|\S*[\d#]\S*)(?:[\s:.,!]+|$)){1,16}",
    re.IGNORECASE,
)
"""What a runner reports of any failure whatever."""


def fingerprint(event: FailureEvent) -> str:
    """Return the fingerprint of a redacted event: ``v2-`` and 32 hexadecimal digits."""
    return fingerprint_examined(examine(event))


def fingerprint_examined(examination: Examination) -> str:
    """Return the fingerprint of a failure that has been read already."""
    return _digest(VERSION, examination, _essence(examination))


def former_fingerprints(examination: Examination) -> tuple[str, ...]:
    """Return the fingerprints that earlier versions gave the failure, the latest first."""
    return (_digest(fingerprint_v1.VERSION, examination, fingerprint_v1.essence(examination)),)


def _digest(version: str, examination: Examination, essence: Iterable[str]) -> str:
    event = examination.event
    parts = "\x1f".join((event.pipeline, event.stage.value, *essence))
    return f"{version}-{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


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
        yield from dict.fromkeys(
            template(text) for text in _unexplained(examination) if text.strip()
        )


def _saying(explained: Explained) -> Iterator[str]:
    statement, rule = explained.statement, explained.rule
    if not statement.type and statement.authority is Authority.IMPOSED and rule is not None:
        yield rule.name
        yield by.lastgroup or "" if (by := _BY.search(statement.text)) else ""
        return
    named = statement if statement.type else statement_of(statement.text) or statement
    yield named.type
    yield template(_first_sentence(named))
    yield "" if named.type in _PARSER else _place(statement)


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


def _unexplained(examination: Examination) -> Iterator[str]:
    """Return what was reported, if it tells anything, and the last words of the log."""
    reported = examination.event.error_message
    last = last_words(examination.log)
    if not (last and _SAYS_NOTHING.fullmatch(reported.strip())):
        yield reported
    if last:
        yield strip_prefix(examination.log.lines[last[-1]])
