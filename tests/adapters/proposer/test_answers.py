"""Every bad answer is an attempt that failed, named for what was wrong; a good one is run."""

import json

import pytest

from orchestrator.sandbox.sandbox import LARGEST_SOURCE
from tests.adapters.proposer.conftest import PARENT, Claude
from tests.support.anthropic_server import Response, message, refused

CODE = "def encode(y, u, v, fps, qp):\n    return b'2'\n\ndef decode(bitstream): ...\n"
FENCED = f"```python\n{CODE}```"


def written(code: object = CODE, **changes: object) -> str:
    """What the model writes when it keeps to the schema."""
    answer = {"hypothesis": "Two is more than one.", "expected_effect": "-3 % rate", "code": code}
    return json.dumps({**answer, **changes})


def without(*names: str) -> str:
    kept = json.loads(written())
    return json.dumps({name: value for name, value in kept.items() if name not in names})


def test_a_good_answer_is_a_proposal_with_its_cost(claude: Claude) -> None:
    claude.server.respond = lambda _: message(written(), thinking=True, output_tokens=3_000)
    proposal = claude.propose()
    assert proposal.code == CODE
    assert (proposal.hypothesis, proposal.problem) == ("Two is more than one.", "")
    assert proposal.expected_effect == "-3 % rate"
    # Sonnet: $2 in, $10 out per million tokens.
    assert proposal.cost_usd == pytest.approx(1_000 * 2e-6 + 3_000 * 10e-6)
    assert claude.spent_usd() == pytest.approx(proposal.cost_usd)


@pytest.mark.parametrize("code", [FENCED, f"\n{FENCED}\n\n", f"~~~\n{CODE}~~~"])
def test_one_fence_around_all_of_the_code_is_taken_off(claude: Claude, code: str) -> None:
    claude.server.respond = lambda _: message(written(code))
    assert claude.propose().code.strip() == CODE.strip()


def test_what_does_not_parse_is_for_the_box_to_find_out(claude: Claude) -> None:
    broken = CODE.replace("return b'2'", "return (b'2'")
    claude.server.respond = lambda _: message(written(broken))
    assert claude.propose().code == broken


BAD = {
    "prose around code": (
        message(f"Here is a better codec:\n\n{FENCED}\n\nIt saves 3 %."),
        "the answer is not the JSON that was asked for, but text with 2 Markdown fences",
    ),
    "prose": (
        message("I would rather discuss this."),
        "the answer is not the JSON that was asked for",
    ),
    "truncated JSON": (
        message(written()[:-20]),
        "the answer is not the JSON that was asked for",
    ),
    "prose around code in the field": (
        message(written(f"Here it is:\n{FENCED}\nGood luck!")),
        "the code is text with 2 Markdown fences, not one file",
    ),
    "several fences in the field": (
        message(written(f"{FENCED}\n\n{FENCED}")),
        "the code is text with 4 Markdown fences, not one file",
    ),
    "empty code": (message(written(" \n")), "the answer's code is empty"),
    "an empty fence": (message(written("```\n```")), "the answer's code is empty"),
    "the parent": (
        message(written(PARENT)),
        "the code is the codec to be bettered, unchanged",
    ),
    "the parent with a comment": (
        message(written(f"# better\n{PARENT}\n")),
        "the code is the codec to be bettered, unchanged",
    ),
    "too long": (
        message(written("#" * (LARGEST_SOURCE + 1))),
        f"the code has {LARGEST_SOURCE + 1} characters, too many for a candidate",
    ),
    "no code": (message(without("code")), "the answer has no usable code"),
    "code alone": (
        message(without("hypothesis", "expected_effect")),
        "the answer has no usable hypothesis, expected_effect",
    ),
    "code that is no text": (message(written([CODE])), "the answer has no usable code"),
    "a list": (
        message(f"[{written()}]"),
        "the answer is JSON, but not the object that was asked for",
    ),
    "more than asked": (
        message(written(approve=True)),
        "the answer is JSON, but not the object that was asked for",
    ),
    "a refusal": (
        message("I cannot help with that.", stop_reason="refusal"),
        "the model refused to answer",
    ),
    "cut off": (
        message(written()[:60], stop_reason="max_tokens"),
        "the answer was cut off before its end",
    ),
    "nothing": (
        Response(json.dumps({"content": [], "stop_reason": "end_turn", "usage": {"input_tokens": 1,
                 "output_tokens": 1}}).encode()),
        "the answer holds no text",
    ),
    "enormous": (message(written("#" * 2_100_000)), "the answer is larger than any codec"),
    "no reply": (Response(b"<html>502</html>"), "asking the model failed: invalid_reply"),
    "a request refused": (refused(400), "asking the model failed: http_400"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_answer_is_a_failed_attempt(claude: Claude, kind: str) -> None:
    response, problem = BAD[kind]
    claude.server.respond = lambda _: response
    proposal = claude.propose()
    assert (proposal.code, proposal.problem) == ("", problem)
    assert claude.circuits() == set()


def test_an_idea_outlives_its_unusable_code(claude: Claude) -> None:
    claude.server.respond = lambda _: message(written(""))
    proposal = claude.propose()
    assert (proposal.hypothesis, proposal.code) == ("Two is more than one.", "")
    assert proposal.cost_usd > 0
