import ast
from dataclasses import replace
from importlib.resources import files
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestrator.proposers import expressions, slips, statements
from orchestrator.proposers.crossover import blocks
from orchestrator.proposers.mutate import WEIGHTS, MutateProposer, Operator
from orchestrator.proposers.port import Brief, Elite
from orchestrator.proposers.source import Source
from orchestrator.proposers.targets import Targets
from orchestrator.proposers.transplant import definitions

START = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
OPERATORS = pytest.mark.parametrize("operator", list(WEIGHTS), ids=lambda o: o.__name__)
KNOWN = definitions(Source(START)).keys() | {block.name for block in blocks()}
BREAKS_SYNTAX = {slips.truncated, slips.fenced, slips.unclosed, slips.interfaces}


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable, guards nothing


def edited(operator: Operator, text: str) -> list[str]:
    source = Source(text)
    return [source.apply(edit) for edit in operator(source)]


@OPERATORS
def test_every_operator_finds_something_to_edit_in_the_start_codec(operator: Operator) -> None:
    results = edited(operator, START)
    assert results
    assert START not in results


@OPERATORS
def test_every_edit_says_in_one_line_what_it_is(operator: Operator) -> None:
    for edit in operator(Source(START)):
        assert 0 < len(edit.hypothesis) < 400
        assert "\n" not in edit.hypothesis


@pytest.mark.parametrize(
    "operator", [o for o in WEIGHTS if o not in BREAKS_SYNTAX], ids=lambda o: o.__name__
)
def test_edits_of_the_syntax_tree_parse(operator: Operator) -> None:
    results = edited(operator, START)
    for text in results[:: 1 + len(results) // 100]:
        ast.parse(text)


@pytest.mark.parametrize(
    ("operator", "before", "after"),
    [
        (expressions.constants, "x = f(7)", "x = f(8)"),
        (expressions.parameters, "GAIN = 0.5", "GAIN = 0.35"),
        (expressions.units, "x = 8", "x = 8000"),
        (expressions.operators, "x = (a) - (b * c)", "x = (a) + (b * c)"),
        (expressions.operators, "x = a ** b", "x = a * b"),
        (expressions.operators, "x = a < b", "x = a <= b"),
        (expressions.types, "x = np.int16", "x = np.uint8"),
        (expressions.types, "x = struct.Struct('<HI')", "x = struct.Struct('<HH')"),
        (expressions.arguments, "f(a, b[1])", "f(b[1], a)"),
        (expressions.arguments, "f(a, axis=1)", "f(a, axis=0)"),
        (expressions.names, "def f(a, b):\n    return a", "def f(a, b):\n    return b"),
        (expressions.kin, "np.floor(x)", "np.rint(x)"),
        (expressions.unwrap, "x = y.astype(int)", "x = y"),
        (expressions.unwrap, "x = np.clip(y, 0, 9)", "x = y"),
        (expressions.outer, "x = y - z[0]", "x = np.subtract.outer(y, z[0])"),
        (statements.delete, "def f():\n    a = 1\n    return a\n", "def f():\n    return a\n"),
        (statements.delete, "def f():\n    return 1", "def f():\n    pass"),
        (
            statements.swap,
            "def f():\n    a = 1\n    b = (2,\n 3)\n",
            "def f():\n    b = (2,\n 3)\n    a = 1\n",
        ),
        (
            statements.loop_steps,
            "while t < n:\n    g()\n    t += 1\n",
            "while t < n:\n    g()\n",
        ),
        (
            statements.while_loops,
            "for t in range(n):\n    g()\n",
            "t = 0\nwhile t < n:\n    g()\n    t += 1\n",
        ),
        (slips.fenced, "x = 1\n", "```python\nx = 1\n```\n"),
        (slips.unclosed, "x = f(g(1))", "x = f(g(1)"),
        (slips.libraries, "import numpy as np\nx = np.abs(y)", None),
        (
            slips.compressors,
            "import zlib\nx = zlib.compress(y, 9)",
            "import bz2\nimport zlib\nx = bz2.compress(y)",
        ),
        (slips.old_names, "x = y.tobytes()", "x = y.tostring()"),
        (slips.interfaces, "def encode(y):\n    return y", "def encode_video(y):\n    return y"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_an_operator_does(operator: Operator, before: str, after: str | None) -> None:
    after = after or "import torch\nimport numpy as np\nx = torch.abs(y)"
    assert after in edited(operator, before)


def test_edits_hit_the_right_place_after_text_that_is_not_ascii() -> None:
    before = "é = 'żółw'; x = f(ø, 7)  # ✓\n"
    assert "é = 'żółw'; x = f(ø, 8)  # ✓\n" in edited(expressions.constants, before)


def test_what_does_nothing_when_run_is_left_alone() -> None:
    inert = 'def f(a: "int") -> 3:\n    """Text 1."""\n    b: Final[2]\n'
    for operator in (expressions.constants, expressions.names, expressions.types):
        assert edited(operator, inert) == []


@settings(max_examples=25)
@given(st.integers())
def test_a_proposal_is_decided_by_parent_and_seed(seed: int) -> None:
    first, second = (MutateProposer().propose(Brief(START), chance(seed)) for _ in range(2))
    assert first == second
    assert isinstance(first.code, str)
    assert first.code != START
    assert first.hypothesis


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_a_lineage_of_edits_can_go_on(seed: int) -> None:
    random, code = chance(seed), START
    for _ in range(5):
        proposal = MutateProposer().propose(Brief(code), random)
        assert proposal.code or proposal.problem
        code = proposal.code or code


@settings(max_examples=200)
@given(st.text())
def test_any_text_as_parent_gives_a_proposal_or_a_reason(parent: str) -> None:
    proposal = MutateProposer().propose(Brief(parent), chance(1))
    assert bool(proposal.code) != bool(proposal.problem)


@pytest.mark.parametrize("parent", ["", "x = (", "\0", "\ud800", "(" * 500, "x = " + "9" * 5000])
def test_a_parent_that_cannot_be_edited_gives_no_code(parent: str) -> None:
    proposal = MutateProposer().propose(Brief(parent), chance(1))
    assert proposal.code == ""
    assert proposal.problem


@settings(max_examples=50)
@given(st.integers(0, 2**32))
def test_a_proposal_names_its_arm(seed: int) -> None:
    operator, _, target = (
        MutateProposer().propose(Brief(START), chance(seed)).operator.partition("/")
    )
    assert operator in {each.__name__ for each in WEIGHTS}
    assert not target or target in KNOWN


@pytest.mark.parametrize(
    ("operator", "before", "name"),
    [
        (expressions.parameters, "GAIN = 0.5\nf(GAIN)\n", "GAIN"),
        (expressions.constants, "import a\ndef f():\n    def g():\n        return 7\n", "f"),
        (slips.libraries, "import numpy as np\ndef f(y):\n    return np.abs(y)\n", "f"),
        (slips.fenced, "import x\n", ""),
        (expressions.constants, "print(7)\n", ""),
    ],
)
def test_the_target_of_an_edit_is_the_definition_it_is_made_in(
    operator: Operator, before: str, name: str
) -> None:
    source = Source(before)
    targets = Targets(source)
    assert {targets.of(edit) for edit in operator(source)} == {name}


def test_advice_decides_which_arms_are_tried() -> None:
    advice = {each.__name__: 1e-9 for each in WEIGHTS} | {"building_blocks": 1.0}
    advice |= {f"building_blocks/{block.name}": 1e-9 for block in blocks()}
    advice["building_blocks/motion"] = 1.0
    brief = Brief(START, advice=advice)
    arms = {MutateProposer().propose(brief, chance(seed)).operator for seed in range(20)}
    assert arms == {"building_blocks/motion"}


def test_elites_are_mated_with_when_a_brief_holds_their_sources() -> None:
    elite, other = Elite("01ELITE", (), {}), blocks()[0].codec.text
    alone = Brief(START, advice={"elites": 1e6})
    brief = replace(alone, front=(elite,), mates=(other,))
    for seed in range(3):
        proposal = MutateProposer().propose(brief, chance(seed))
        assert proposal.operator.startswith("elites/")
        assert proposal.hypothesis.endswith("from elite 01ELITE")
        assert proposal.mate_id == "01ELITE"
        assert not MutateProposer().propose(alone, chance(seed)).operator.startswith("elites")
