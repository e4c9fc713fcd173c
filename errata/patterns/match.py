"""From facts to a verdict without a model: what was seen outranks what was said."""

from dataclasses import dataclass

from errata.diagnosis import Verdict
from errata.events import FailureEvent
from errata.evidence.statements import Authority, Statement
from errata.patterns.examine import Examination, Explained, examine
from errata.patterns.exits import by_kill, by_limit, by_signal
from errata.patterns.findings import by_finding
from errata.patterns.quotes import quotes
from errata.patterns.rule import USUAL_SEVERITY, explain
from errata.patterns.ruling import Ruling
from errata.taxonomy import Category, Severity
from errata.text import shorten

_MAX_SENTENCE = 1_000
_CERTAIN = 0.9


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A verdict, and the rule that gave it."""

    verdict: Verdict
    rule: str


def match(event: FailureEvent) -> PatternMatch:
    """Explain a redacted failure by the rules; there is always a verdict."""
    return match_examined(examine(event))


def match_examined(examination: Examination) -> PatternMatch:
    """Explain a failure that has been read already."""
    event, decisive = examination.event, examination.decisive
    ruling = by_limit(event) or by_finding(event)
    quoted: Statement | None = None
    if ruling is None:
        said = _by_statement(decisive, event)
        ruling = _stronger(by_signal(event), by_kill(event), decisive, said)
        if decisive is not None and ruling is not None and ruling is said:
            quoted = decisive.statement
    ruling = ruling or _unknown(examination)
    verdict = Verdict(
        category=ruling.category,
        severity=ruling.severity,
        stage=event.stage,
        root_cause=shorten(ruling.cause, _MAX_SENTENCE),
        fix_suggestion=shorten(ruling.fix, _MAX_SENTENCE),
        evidence=tuple(quotes(examination, quoted)),
        confidence=ruling.confidence,
    )
    return PatternMatch(verdict, ruling.rule)


def decided_outside(event: FailureEvent) -> Ruling | None:
    """Return the ruling that no prose can overrule: a limit, a known finding, a telling signal."""
    ruling = by_limit(event) or by_finding(event) or by_signal(event)
    return ruling if ruling is not None and ruling.confidence >= _CERTAIN else None


def _stronger(
    signal: Ruling | None, kill: Ruling | None, decisive: Explained | None, said: Ruling | None
) -> Ruling | None:
    """Weigh how it ended against what was said.

    A signal that tells why decides, unless the text names a resource that ran out (an abort after
    ``bad_alloc``). A mere kill decides only if nobody said anything better.
    """
    if signal is not None and not (said and said.category is Category.RESOURCE_ERROR):
        return signal
    if kill is None or decisive is None or said is None:
        return said or kill
    told = said.category in (Category.RESOURCE_ERROR, Category.TIMEOUT)
    imposed = decisive.statement.authority is Authority.IMPOSED
    raised = decisive.statement.authority >= Authority.RAISED and bool(decisive.statement.type)
    return said if told or imposed or raised else kill


def _by_statement(decisive: Explained | None, event: FailureEvent) -> Ruling | None:
    if decisive is None or decisive.rule is None:
        return None
    statement, rule = decisive.statement, decisive.rule
    found = rule.match(statement, statement.text.lower())
    if found is None:
        return None
    hint = statement.authority is Authority.HINT and not event.error_message
    return Ruling(
        rule=rule.name,
        category=rule.category,
        severity=rule.severity or USUAL_SEVERITY[rule.category],
        cause=explain(rule.cause, statement, found),
        fix=explain(rule.fix, statement, found),
        confidence=round(rule.confidence * (0.85 if hint else 1.0), 2),
    )


def _unknown(examination: Examination) -> Ruling:
    event = examination.event
    said = event.error_message.strip().partition("\n")[0]
    if said:
        cause = f"The run ended with {said!r}; what it left behind does not tell why."
    elif examination.log.text.strip():
        cause = "The run failed; its log names no error. Its last lines are quoted."
    else:
        cause = f"The {event.stage.value} step failed and left no output at all."
    code = f" Exit status {event.exit.code}." if event.exit.code else ""
    return Ruling(
        "unknown",
        Category.RUNTIME_ERROR,
        Severity.MEDIUM,
        cause + code,
        "Run it again with verbose logging and unbuffered output (`python -u -X faulthandler`).",
        0.3,
    )
