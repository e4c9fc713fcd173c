"""Checks claims against what is known: cited lines must exist, and facts outrank prose."""

from collections.abc import Iterable, Iterator

from errata.diagnosis import Evidence, Verdict
from errata.patterns import Examination, decided_outside
from errata.taxonomy import Category
from errata.text import Log

_SHORTEST_QUOTE = 8
"""A quote found elsewhere than claimed must be at least this long to prove anything."""
_UNPROVEN = 0.5


def verified(verdict: Verdict, examination: Examination) -> tuple[Verdict, str | None]:
    """Return the verdict with only what the facts bear out.

    Quotes that are not in the log are dropped, wrong line numbers corrected. Where the launcher
    measured another category than the verdict names, the measurement stands.

    Returns
    -------
    tuple of Verdict and str or None
        The verdict, and the rule that overruled it if one did.
    """
    evidence = anchored(verdict.evidence, examination.log)
    unproven = bool(verdict.evidence) and not evidence
    confidence = min(verdict.confidence, _UNPROVEN) if unproven else verdict.confidence
    verdict = verdict.model_copy(update={"evidence": evidence, "confidence": confidence})
    ruling = decided_outside(examination.event)
    if ruling is None or ruling.category is verdict.category:
        return verdict, None
    if verdict.category is Category.RESOURCE_ERROR and ruling.rule.startswith("signal-"):
        return verdict, None  # native code aborts when memory runs out
    overruled = {
        "category": ruling.category,
        "severity": ruling.severity,
        "root_cause": ruling.cause,
        "fix_suggestion": ruling.fix,
        "confidence": ruling.confidence,
    }
    return verdict.model_copy(update=overruled), ruling.rule


def anchored(evidence: Iterable[Evidence], log: Log) -> tuple[Evidence, ...]:
    """Return the quotes that the log holds, each once and with its true line number."""
    return tuple(dict.fromkeys(_anchor(evidence, log)))


def _anchor(evidence: Iterable[Evidence], log: Log) -> Iterator[Evidence]:
    for claim in evidence:
        quote = claim.quote.strip()
        index = claim.line - log.first_line
        if not quote:
            continue
        if not (0 <= index < len(log.lines) and quote in log.lines[index]):
            found = _nearest(quote, index, log) if len(quote) >= _SHORTEST_QUOTE else None
            if found is None:
                continue
            index = found
        yield Evidence(line=log.number(index), quote=quote)


def _nearest(quote: str, index: int, log: Log) -> int | None:
    held = (i for i, line in enumerate(log.lines) if quote in line)
    return min(held, key=lambda i: abs(i - index), default=None)
