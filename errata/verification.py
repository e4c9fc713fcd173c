"""Checks claims against what is known: cited lines must exist, and facts outrank prose."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import contains

from errata.diagnosis import Dispute, Evidence, Verdict
from errata.events import FailureEvent
from errata.patterns import PatternMatch, decided_outside
from errata.ports import ModelAnswer
from errata.taxonomy import Category, Source
from errata.text import CUT, Log, sanitize

CERTAIN = 0.95
"""A rule this sure is right more often than a model that contradicts it."""
UNSURE = 0.5
"""Below this confidence a model says itself that it does not know."""
_UNPROVEN = 0.4
_SHORTEST_QUOTE = 8
"""A quote found elsewhere than claimed must be at least this long to prove anything."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What stands after a model and the rules were heard."""

    verdict: Verdict
    rule: str | None = None
    """The rule whose verdict stands in place of the model's."""
    dispute: Dispute | None = None
    """The verdict that was outweighed."""


def weigh(answer: ModelAnswer, match: PatternMatch, event: FailureEvent) -> Weighed:
    """Decide between a model and the rules where they name different categories.

    What the launcher measured stands against any prose, and so does a rule that is `CERTAIN`; a
    model that is `UNSURE` itself does not overrule a rule that is less so. Otherwise the model
    stands. What was outweighed is kept, unless it was a rule that was not certain.

    Parameters
    ----------
    answer : ModelAnswer
        Its quotes checked.
    match : PatternMatch
        What the rules say.
    event : FailureEvent
        The failure both speak of.
    """
    said, ruled = answer.verdict, match.verdict
    if said.category is ruled.category:
        return Weighed(said)
    if _rules_lead(said, match, event):
        dispute = Dispute(source=Source.CLAUDE, model=answer.model, verdict=said)
        return Weighed(ruled, match.rule, dispute)
    if ruled.confidence >= CERTAIN:
        return Weighed(said, None, Dispute(source=Source.PATTERNS, rule=match.rule, verdict=ruled))
    return Weighed(said)


def _rules_lead(said: Verdict, match: PatternMatch, event: FailureEvent) -> bool:
    if said.category is Category.RESOURCE_ERROR and match.rule.startswith("signal-"):
        return False  # native code aborts when memory runs out
    ruled = match.verdict
    if ruled.confidence >= CERTAIN or said.confidence < min(UNSURE, ruled.confidence):
        return True
    measured = decided_outside(event)
    return measured is not None and measured.category is not said.category


def verified(verdict: Verdict, log: Log) -> Verdict:
    """Return the verdict with only the quotes that the log holds; unproven, it is less sure."""
    evidence = anchored(verdict.evidence, log)
    unproven = bool(verdict.evidence) and not evidence
    confidence = min(verdict.confidence, _UNPROVEN) if unproven else verdict.confidence
    return verdict.model_copy(update={"evidence": evidence, "confidence": confidence})


def anchored(evidence: Iterable[Evidence], log: Log) -> tuple[Evidence, ...]:
    """Return the quotes that the log holds, each once, as it holds them and where.

    White space, escape sequences and the number before a line may differ, and a line may have
    been shortened for the reader; then the whole line is quoted.
    """
    return tuple(dict.fromkeys(_Anchor(log).all(evidence)))


class _Anchor:
    def __init__(self, log: Log) -> None:
        self._log = log

    def all(self, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
        for claim in evidence:
            quote = claim.quote.strip()
            index = claim.line - self._log.first_line
            if not quote:
                continue
            if (found := _find(quote, index, self._log.lines, contains)) is not None:
                yield Evidence(line=self._log.number(found), quote=quote)
                continue
            loose = _loose(quote).removeprefix(f"{claim.line}: ")
            if (found := _find(loose, index, self._loose_lines, _holds)) is not None:
                yield self._log.quote(found)

    @cached_property
    def _loose_lines(self) -> tuple[str, ...]:
        return tuple(map(_loose, self._log.lines))


def _find(
    quote: str, index: int, lines: Sequence[str], holds: Callable[[str, str], bool]
) -> int | None:
    """Return the line that holds the quote, the one claimed or else the nearest."""
    if quote and 0 <= index < len(lines) and holds(lines[index], quote):
        return index
    if len(quote) < _SHORTEST_QUOTE:
        return None
    held = (i for i, line in enumerate(lines) if holds(line, quote))
    return min(held, key=lambda i: abs(i - index), default=None)


def _holds(line: str, quote: str) -> bool:
    if quote in line:
        return True
    head, cut, tail = quote.partition(CUT)
    if not cut or min(len(head), len(tail)) < _SHORTEST_QUOTE:
        return False
    at = line.find(head)
    return at >= 0 and line.find(tail, at + len(head)) >= 0


def _loose(text: str) -> str:
    return " ".join(sanitize(text).split())
