"""What a model's words come to, whatever they are: a source file, or a problem with a name."""

import ast
import json

from hypothesis import example, given
from hypothesis import strategies as st

from errata.taxonomy import Category
from orchestrator.proposers.claude.answer import proposal_of
from orchestrator.proposers.port import Brief, Repair
from tests.unit.orchestrator.house import CRASHES, START

BRIEF = Brief(START)
FIELDS = {"hypothesis": "h", "expected_effect": "e"}
TEXT = st.text() | st.lists(
    st.sampled_from(["```", "```python\n", "~~~", "\n", START, "x = 1", "Here:", "{", "\ud800"])
).map("".join)


@given(TEXT)
@example('{"hypothesis": 1e999, "code": NaN}')
@example("[" * 10_000)
def test_any_text_is_a_proposal_or_a_named_problem(text: str) -> None:
    proposal = proposal_of(text, BRIEF)
    assert bool(proposal.code.strip()) != bool(proposal.problem)
    assert "\n" not in proposal.problem


@given(TEXT)
@example("#" * 300_000)
def test_any_code_is_run_as_it_is_or_not_at_all(code: str) -> None:
    proposal = proposal_of(json.dumps({**FIELDS, "code": code}), BRIEF)
    assert proposal.code in code
    assert proposal.hypothesis == "h" or "JSON" in proposal.problem  # a lone surrogate is none
    assert bool(proposal.code.strip()) != bool(proposal.problem)
    assert proposal.code != START


def test_a_fence_within_python_is_no_fence() -> None:
    code = 'DOC = """\n```\nexample\n```\n"""\n' + START
    proposal = proposal_of(json.dumps({**FIELDS, "code": code}), BRIEF)
    assert proposal.code == code


def test_a_repair_that_changes_nothing_is_none() -> None:
    repair = Repair(
        CRASHES, "01KAJ000000000000000000002", Category.RUNTIME_ERROR, "It raises.", "Do not."
    )
    brief = Brief(START, repair=repair)
    answer = json.dumps({**FIELDS, "code": f"{CRASHES}# mended\n"})
    assert ast.parse(CRASHES)
    assert proposal_of(answer, brief).problem == (
        "the code is the candidate to be repaired, unchanged"
    )
    assert proposal_of(answer, BRIEF).code
