"""Reads one failed run once: what was said, by whom, and which saying decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from errata.events import FailureEvent, RaisedException
from errata.evidence.exceptions import exceptions_in
from errata.evidence.frames import Place
from errata.evidence.lines import ERROR_LEVELS, split_level, strip_prefix
from errata.evidence.statements import (
    Authority,
    Statement,
    class_name,
    statement_of,
)
from errata.evidence.traceback import HEAD
from errata.patterns.catalogue import RULES, line_rules
from errata.patterns.rule import Rule
from errata.text import Log

_TELLING_LINES = 400
"""Of the lines that a rule explains, how many of the last are weighed."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement and the rule that explains it, if one does."""

    statement: Statement
    rule: Rule | None


@dataclass(frozen=True)
class Examination:
    """One redacted failure with its log, read.

    Parameters
    ----------
    event : FailureEvent
        Redacted.
    log : Log
        Redacted lines; by default the tail the event carries.
    """

    event: FailureEvent
    log: Log

    @cached_property
    def explained(self) -> tuple[Explained, ...]:
        """All statements, the most decisive first, each with its rule."""
        raised, consumed = exceptions_in(self.log)
        outside = list(_structured(self.event, self.log)) or [
            _as_raised(stated, raised) for stated in _stated(self.event, self.log)
        ]
        explained = [_explain(statement) for statement in (*outside, *raised)]
        explained.extend(_lines(self.log.lines, consumed))
        return tuple(sorted(explained, key=_decisiveness, reverse=True))

    @cached_property
    def decisive(self) -> Explained | None:
        """The statement that tells why the run ended; None when nothing was said."""
        return next(iter(self.explained), None)


def examine(event: FailureEvent, log: Log | None = None) -> Examination:
    """Read a redacted failure; ``log`` replaces the tail when more of the log is at hand."""
    return Examination(event, log or Log(event.log_tail, event.log_first_line))


def _decisiveness(explained: Explained) -> tuple[bool, bool, int, int]:
    statement, rule = explained.statement, explained.rule
    index = statement.index if statement.index is not None else 1 << 30
    authority = statement.authority
    if rule is not None and rule.lasting and authority is Authority.RAISED:
        authority = Authority.STATED
    return (rule is not None, rule is not None and not rule.vague, authority, index)


def rule_for(statement: Statement) -> Rule | None:
    """Return the first rule that matches."""
    lowered = statement.text.lower()
    rules = RULES if statement.type else line_rules()(lowered)
    return next((rule for rule in rules if rule.match(statement, lowered)), None)


def _explain(statement: Statement) -> Explained:
    """Explain an exception by itself or, where it only wraps another, by its cause."""
    rule = rule_for(statement)
    if rule is None or not (rule.vague or rule.name in ("any-exception", "value", "assertion")):
        return Explained(statement, rule)
    for cause in reversed(statement.causes):
        inner = rule_for(cause)
        if inner is not None and not inner.vague and inner.name != "any-exception":
            return Explained(replace(cause, authority=statement.authority), inner)
    return Explained(statement, rule)


def _structured(event: FailureEvent, log: Log) -> Iterator[Statement]:
    if not event.exceptions:
        return
    causes = tuple(_of_exception(raised) for raised in event.exceptions[:-1])
    last = _of_exception(event.exceptions[-1])
    index = find_line(last.headline, log.lines)
    if index is None:  # a parser prints less than it raises
        index = find_line(f"{last.type}: {last.text.partition(' (')[0]}", log.lines)
    yield replace(last, causes=causes, index=index)


def _of_exception(raised: RaisedException) -> Statement:
    places = tuple(
        Place(frame.file, frame.function, frame.line, frame.source) for frame in raised.frames
    )
    return Statement(Authority.STATED, raised.message, class_name(raised.type), None, places)


def _stated(event: FailureEvent, log: Log) -> Iterator[Statement]:
    lines = [line for line in event.error_message.split("\n") if line.strip()]
    if not lines:
        return
    # Some libraries put a whole traceback into a message: then its last line names the error.
    exception = (HEAD not in lines[0] and statement_of(lines[0])) or statement_of(lines[-1])
    text = event.error_message.strip()
    if exception is not None:
        index = find_line(lines[0], log.lines)
        yield replace(exception, authority=Authority.STATED, index=index)
    else:
        yield Statement(Authority.STATED, text, index=find_line(lines[0], log.lines))


def _as_raised(stated: Statement, raised: Sequence[Statement]) -> Statement:
    """Return what the runner stated with the frames and causes that the log shows of it."""
    if not stated.type:
        return stated
    first = stated.text.partition("\n")[0].strip()
    for exception in reversed(raised):
        if exception.type == stated.type and exception.text.startswith(first[:80]):
            return replace(exception, authority=stated.authority)
    return stated


def find_line(text: str, lines: Sequence[str]) -> int | None:
    """Return the last line that holds ``text``, or None."""
    needle = text.strip()[:200]
    if len(needle) < 6:
        return None
    return next((i for i in range(len(lines) - 1, -1, -1) if needle in lines[i]), None)


def _lines(lines: Sequence[str], consumed: set[int]) -> Iterator[Explained]:
    """Explain the lines, outside of tracebacks, that hold a phrase a rule knows."""
    rules_for = line_rules()
    weighed = 0
    for index in range(len(lines) - 1, -1, -1):
        if index in consumed:
            continue
        lowered = lines[index].lower()
        rules = rules_for(lowered)
        if not rules:
            continue
        statement = Statement(Authority.REPORTED, lines[index].strip(), index=index)
        rule = next((rule for rule in rules if rule.match(statement, lowered)), None)
        if rule is not None:
            yield Explained(replace(statement, authority=_authority(rule, lines[index])), rule)
            weighed += 1
        if weighed == _TELLING_LINES:
            break


def _authority(rule: Rule, line: str) -> Authority:
    """Return what the line is worth: a warning or a note is a hint, whatever it mentions."""
    level = split_level(strip_prefix(line))[0]
    if level not in ("", *ERROR_LEVELS) or "warning" in line.lower():
        return Authority.HINT
    return rule.authority
