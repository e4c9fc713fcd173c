"""The examples of the rules are their tests."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.evidence.exceptions import exceptions_in
from errata.evidence.statements import Authority, Statement
from errata.patterns.catalogue import RULES, line_rules
from errata.patterns.examine import rule_for
from errata.patterns.match import match
from errata.patterns.phrases import PhraseIndex
from errata.patterns.rule import Rule, explain
from errata.text import Log
from tests.unit.domain.make import event

EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}-{text[:40]}" for rule, text in EXAMPLES]
)
def test_a_rule_explains_its_examples_and_no_earlier_rule_does(rule: Rule, example: str) -> None:
    raised, _ = exceptions_in(Log(example, 1))
    statement = raised[-1] if raised else Statement(Authority.REPORTED, example)
    found = rule_for(statement)
    assert found is not None
    assert found.name == rule.name
    match = rule.match(statement, statement.text.lower())
    assert match is not None
    for sentence in (rule.cause, rule.fix):
        text = explain(sentence, statement, match)
        assert "{" not in text.replace(example, "")
        assert text.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9-]+", rule.name)
    assert 0 < rule.confidence <= 1
    assert rule.examples
    assert rule.words == rule.words.lower()
    assert len(set(rule.phrases)) == len(rule.phrases)
    assert "" not in rule.phrases


def test_rule_names_are_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "line",
    [
        "config: {'timeout': 30, 'retries': 3, 'memory': '16G'}",
        "epoch 3/10 - loss: 0.231 - accuracy: 0.91",
        "INFO compiling kernels, this may take a while",
        "downloading model.safetensors: 45%|####5     | 2.1G/4.7G [00:31<00:38, 68.9MB/s]",
        "usage: train.py [-h] [--timeout TIMEOUT] [--limit LIMIT]",
        "0 failed, 20 passed in 1.2s",
    ],
)
def test_ordinary_lines_are_no_failures(line: str) -> None:
    assert rule_for(Statement(Authority.REPORTED, line)) is None


def test_phrases_are_found_wherever_they_stand_and_whoever_shares_them() -> None:
    find = PhraseIndex(
        [("time", ["timed out", "time limit"]), ("late", ["timed out after"]), ("mem", ["oom"])]
    )
    assert find("the request timed out after 3 s") == ["time", "late"]
    assert find("oom-kill at the time limit") == ["time", "mem"]
    assert find("timed in") == []


@given(
    st.lists(st.text("a1 2", min_size=1, max_size=3), max_size=6), st.text("ab123 ", max_size=12)
)
def test_numbers_make_no_difference_but_to_phrases_that_hold_some(
    phrases: list[str], text: str
) -> None:
    find = PhraseIndex((phrase, [phrase]) for phrase in phrases)

    for said in (text, text.replace("1", "2"), text + " " * 400):
        spoken = find(said)
        assert [phrase for phrase in spoken if phrase in said] == [p for p in phrases if p in said]
        assert all(any(q in said and p.startswith(q) for q in phrases) for p in spoken)


def test_every_phrase_leads_to_its_rule() -> None:
    for rule in RULES:
        for phrase in rule.phrases if rule.reads_lines else ():
            assert rule in line_rules()(f"x {phrase} y")


def test_the_candidates_own_line_is_named_before_one_of_the_standard_library() -> None:
    frames = [
        {"file": "candidate.py", "line": 40, "function": "decode", "source": "bz2.decompress(b)"},
        {"file": "lib/python3.13/bz2.py", "line": 333, "function": "decompress"},
    ]
    raised = {"type": "OSError", "message": "Invalid data stream", "frames": frames}

    found = match(event(exceptions=[raised]))

    assert "candidate.py:40 in decode" in found.verdict.root_cause
