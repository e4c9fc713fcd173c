"""Asking a proposer, whatever it answers: an attempt without code has failed, and is told so."""

from dataclasses import replace
from random import Random

from errata.errors import ErrataError
from errata.events import ExitFacts, Finding, RaisedException
from errata.taxonomy import Stage
from errata.text import MAX_LINE, sanitize, shorten
from orchestrator.proposers.port import Brief, Proposal, Proposer
from orchestrator.sandbox.step import StepResult

LARGEST_PROPOSAL = 16 << 20
"""Bytes of source that are stored at all; the sandbox takes far less."""


class NoCodeError(Exception):
    """A proposer came back without code to try; says why, and what it came back with instead."""

    def __init__(self, problem: str, proposal: Proposal) -> None:
        super().__init__(problem)
        self.proposal = replace(proposal, code="")


def ask(proposer: Proposer, brief: Brief, random: Random) -> Proposal:
    """Return what a proposer proposes, with the name of who proposed it.

    Raises
    ------
    NoCodeError
        When it proposes nothing that is code, or breaks down itself (then with the cause).
    ErrataError
        When it cannot be asked, or what it needs does not answer: no attempt was made.
    """
    nothing = Proposal("", "", proposer=proposer.name)
    try:
        given = proposer.propose(brief, random)
    except (ErrataError, NoCodeError):
        raise
    except Exception as error:
        # A proposer may be a model, its answer anything: what it raises is its own failure.
        problem = f"the proposer failed: {type(error).__name__}: {error}"
        raise NoCodeError(problem, nothing) from error
    code = given.code if isinstance(given, Proposal) else None
    if not isinstance(code, str):
        wrong = type(given.code if isinstance(given, Proposal) else given).__name__
        raise NoCodeError(f"the proposer gave {wrong}, not code", nothing)
    proposal = replace(
        given,
        hypothesis=_words(given.hypothesis),
        operator=_words(given.operator),
        expected_effect=_words(given.expected_effect),
        proposer=given.proposer or proposer.name,
    )
    if len(code) > LARGEST_PROPOSAL:
        problem = f"the proposer gave {len(code)} characters, too many for code"
        raise NoCodeError(problem, proposal)
    if not code.strip():
        raise NoCodeError(given.problem or "the proposer gave no code", proposal)
    return proposal


def without_code(error: NoCodeError) -> StepResult:
    """Return the failure that an attempt without code is."""
    message, cause = _line(error), error.__cause__
    raised = (
        (RaisedException(type=type(cause).__name__[:256], message=_line(cause)),) if cause else ()
    )
    finding = Finding(code=error.proposal.finding, message=message, values={})
    return StepResult(Stage.PROPOSE, ExitFacts(), message, exceptions=raised, findings=(finding,))


def _words(given: object) -> str:
    return given if isinstance(given, str) else ""


def _line(error: BaseException) -> str:
    return shorten(" ".join(sanitize(str(error)).split()), MAX_LINE)
