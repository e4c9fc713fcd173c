"""Claude against the rules: who leads where they contradict each other, and what is kept."""

import pytest

from errata.diagnosis import Evidence
from errata.events import ExitFacts
from errata.patterns import PatternMatch
from errata.ports import ModelAnswer
from errata.prompts import PROMPT_VERSION
from errata.taxonomy import Category, Limit, Source
from errata.text import MAX_LINE, Log, shorten
from errata.verification import CERTAIN, Weighed, anchored, weigh
from tests.unit.domain.make import event, verdict

TIMEOUT, LOGIC = Category.TIMEOUT, Category.LOGIC_ERROR


def weighed(
    *, said: Category, sure: float = 0.9, ruled: Category, certain: float, **facts: object
) -> Weighed:
    answer = ModelAnswer(
        verdict(category=said, confidence=sure, root_cause="said"), "m", PROMPT_VERSION, 1, 1, 0.1
    )
    match = PatternMatch(
        verdict(category=ruled, confidence=certain, root_cause="ruled"), rule="the-rule"
    )
    return weigh(answer, match, event(exit=ExitFacts.model_validate(facts)))


@pytest.mark.parametrize("certain", [0.3, 0.9, 0.99])
def test_where_both_agree_the_model_tells_it_better(certain: float) -> None:
    found = weighed(said=TIMEOUT, ruled=TIMEOUT, certain=certain)
    assert (found.verdict.root_cause, found.rule, found.dispute) == ("said", None, None)


def test_a_certain_rule_leads_and_what_the_model_said_is_kept() -> None:
    found = weighed(said=LOGIC, ruled=TIMEOUT, certain=CERTAIN)
    assert (found.verdict.root_cause, found.rule) == ("ruled", "the-rule")
    assert found.dispute
    assert (found.dispute.source, found.dispute.model) == (Source.CLAUDE, "m")
    assert found.dispute.verdict.category is LOGIC


def test_the_model_leads_over_a_rule_that_is_not_certain() -> None:
    found = weighed(said=LOGIC, ruled=TIMEOUT, certain=CERTAIN - 0.01)
    assert (found.verdict.root_cause, found.dispute) == ("said", None)


def test_a_model_that_does_not_know_does_not_lead() -> None:
    assert weighed(said=LOGIC, sure=0.4, ruled=TIMEOUT, certain=0.6).rule == "the-rule"
    assert weighed(said=LOGIC, sure=0.4, ruled=TIMEOUT, certain=0.3).rule is None


def test_what_was_measured_leads_whatever_the_rules_confidence() -> None:
    found = weighed(said=LOGIC, ruled=TIMEOUT, certain=0.9, limit=Limit.WALL_CLOCK)
    assert found.rule == "the-rule"
    assert found.dispute
    assert weighed(said=TIMEOUT, ruled=LOGIC, certain=0.9, limit=Limit.WALL_CLOCK).rule is None


def test_lack_of_memory_explains_an_abort_and_a_certain_rule_is_kept_as_the_dispute() -> None:
    answer = ModelAnswer(verdict(category=Category.RESOURCE_ERROR), "m", PROMPT_VERSION, 1, 1, 0.1)
    ruled = verdict(category=Category.RUNTIME_ERROR, confidence=0.97)
    found = weigh(answer, PatternMatch(ruled, "signal-6"), event(exit=ExitFacts(signal=6)))
    assert found.verdict.category is Category.RESOURCE_ERROR
    assert found.dispute
    assert (found.dispute.source, found.dispute.rule) == (Source.PATTERNS, "signal-6")
    assert found.dispute.verdict == ruled


LONG = "start of it " + "x" * 900 + " end of the long line"
LOG = Log(
    "\n".join(["one", "  ValueError:\tbad   shape (3, 4)", LONG, "short", "\u00e9t\u00e9 a  b"]), 10
)


@pytest.mark.parametrize(
    ("line", "quote", "held"),
    [
        (11, "bad   shape (3, 4)", (11, "bad   shape (3, 4)")),
        (11, "ValueError: bad shape (3, 4)", (11, "ValueError:\tbad   shape (3, 4)")),
        (11, "11: ValueError: bad shape (3, 4)", (11, "ValueError:\tbad   shape (3, 4)")),
        (11, "\x1b[31mValueError:\x1b[0m bad shape", (11, "ValueError:\tbad   shape (3, 4)")),
        (99, "ValueError: bad shape (3, 4)", (11, "ValueError:\tbad   shape (3, 4)")),
        (12, shorten(LONG, 400), (12, LONG)),
        (10, shorten(LONG, 400), (12, LONG)),
        (13, "short", (13, "short")),
        (10, "short", None),
        (12, "start of it [...] a made up end", None),
        (12, "end of the long [...] start of it", None),
        (12, " [...] ", None),
        (11, "ValueError: bad shape (3, 5)", None),
        (11, "   ", None),
        (14, "a b", (14, "\u00e9t\u00e9 a  b")),
    ],
)
def test_a_quote_counts_when_the_log_holds_it(
    line: int, quote: str, held: tuple[int, str] | None
) -> None:
    found = anchored([Evidence(line=line, quote=quote)], LOG)
    assert [(it.line, it.quote) for it in found] == ([held] if held else [])


def test_a_line_of_any_length_can_be_quoted() -> None:
    log = Log("y" * 100_000)
    (found,) = anchored([Evidence(line=1, quote="1: " + "y" * 1_000)], log)
    assert len(found.quote) <= MAX_LINE
