"""Asking a proposer, whatever it answers: an attempt without code has failed, and is told so."""

from dataclasses import replace
from random import Random

from errata.events import ExitFacts, Finding, RaisedException
from errata.taxonomy import Stage
from errata.text import MAX_LINE, sanitize, shorten
from orchestrator.proposers.port import Brief, Proposal, Proposer
from orchestrator.sandbox.step import StepResult

LARGEST_PROPOSAL = 16 << 20
"""Bytes of source that are stored at all; the sandbox takes far less."""

_WORDS = ("hypothesis", "operator", "expected_effect")


class NoCodeError(Exception):
    """A proposer came back without code to try; says why, and by which finding."""

    def __init__(self, problem: str, code: str = "no_code") -> None:
        super().__init__(problem)
        self.code = code


def ask(proposer: Proposer, brief: Brief, random: Random) -> Proposal:
    """Return what a proposer proposes.

    Raises
    ------
    NoCodeError
        When it proposes nothing that is code, or breaks down itself (then with the cause).
    """
    try:
        proposal = proposer.propose(brief, random)
    except Exception as error:
        # A proposer may be a model, its answer anything: what it raises is its own failure.
        raise NoCodeError(f"the proposer failed: {type(error).__name__}: {error}") from error
    given = proposal.code if isinstance(proposal, Proposal) else proposal
    if not isinstance(given, str):
        raise NoCodeError(f"the proposer gave {type(given).__name__}, not code")
    if len(proposal.code) > LARGEST_PROPOSAL:
        raise NoCodeError(f"the proposer gave {len(proposal.code)} characters, too many for code")
    if not proposal.code.strip():
        raise NoCodeError(proposal.problem or "the proposer gave no code")
    words = {name: getattr(proposal, name) for name in _WORDS}
    return replace(proposal, **{n: w if isinstance(w, str) else "" for n, w in words.items()})


def without_code(error: NoCodeError) -> StepResult:
    """Return the failure that an attempt without code is."""
    message, cause = _line(error), error.__cause__
    raised = (
        (RaisedException(type=type(cause).__name__[:256], message=_line(cause)),) if cause else ()
    )
    finding = Finding(code=error.code, message=message, values={})
    return StepResult(Stage.PROPOSE, ExitFacts(), message, exceptions=raised, findings=(finding,))


def _line(error: BaseException) -> str:
    return shorten(" ".join(sanitize(str(error)).split()), MAX_LINE)
