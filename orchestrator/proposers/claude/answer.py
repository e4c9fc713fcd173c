"""What Claude answers: the schema it is bound to, and what its words come to.

Whatever is no source file is an attempt that failed, and is told as that. What could be one is
run, even if it does not parse: what a candidate dies of, its box finds out, as with every other.
"""

import ast
import re

from pydantic import ValidationError

from errata.model import Contract
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.sandbox.sandbox import LARGEST_SOURCE

_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
_FENCED = re.compile(r"\s*(?:```|~~~)[^\n`]*\n(.*?)\n?(?:```|~~~)\s*", re.DOTALL)


class Answer(Contract):
    """A candidate: first the idea, then the code."""

    hypothesis: str
    expected_effect: str
    code: str


SCHEMA: dict[str, object] = Answer.model_json_schema()


def proposal_of(text: str, brief: Brief) -> Proposal:
    """Return the proposal that an answer is; one without code says what is wrong with it.

    Parameters
    ----------
    text : str
        What the model wrote, whatever it is.
    brief : Brief
        What it was asked about.
    """
    try:
        answer = Answer.model_validate_json(text)
    except ValidationError as error:
        return Proposal("", "", _told(error, text))
    code = _unwrapped(answer.code)
    proposal = Proposal(code, answer.hypothesis, expected_effect=answer.expected_effect)
    if len(code.encode("utf-8", "surrogatepass")) > LARGEST_SOURCE:
        problem = f"the code has {len(code)} characters, too many for a candidate"
        return _without_code(proposal, problem, "oversized_source")
    problem = _problem(code, brief)
    return _without_code(proposal, problem) if problem else proposal


def _without_code(proposal: Proposal, problem: str, finding: str = "no_code") -> Proposal:
    return Proposal(
        "",
        proposal.hypothesis,
        problem,
        expected_effect=proposal.expected_effect,
        finding=finding,
    )


def _problem(code: str, brief: Brief) -> str:
    """Return why a text is nothing to run; empty if it is."""
    if not code.strip():
        return "the answer's code is empty"
    tree = _tree(code)
    if tree is None:
        fences = len(_FENCE.findall(code))
        return f"the code is text with {fences} Markdown fences, not one file" if fences else ""
    known = {"the codec to be bettered": brief.parent}
    if brief.repair:
        known["the candidate to be repaired"] = brief.repair.code
    same = [name for name, source in known.items() if _tree(source) == tree]
    return f"the code is {same[0]}, unchanged" if same else ""


def _unwrapped(code: str) -> str:
    """Return what stands between two fences, if nothing stands before, between and after them."""
    fenced = _FENCED.fullmatch(code)
    return fenced[1] if fenced and not _FENCE.search(fenced[1]) else code


def _tree(code: str) -> str | None:
    """Return a source without comments and spacing; None if it is no Python."""
    try:
        return ast.dump(ast.parse(code))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _told(error: ValidationError, text: str) -> str:
    """Return what is wrong with an answer that does not keep to the schema."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    if problems[0]["type"] == "json_invalid":
        fences = len(_FENCE.findall(text))
        among = f", but text with {fences} Markdown fences" if fences else ""
        return f"the answer is not the JSON that was asked for{among}"
    fields = [str(problem["loc"][0]) for problem in problems if problem["loc"]]
    wrong = [name for name in Answer.model_fields if name in fields]
    if not wrong:
        return "the answer is JSON, but not the object that was asked for"
    return f"the answer has no usable {', '.join(wrong)}"
