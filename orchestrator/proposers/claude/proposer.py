"""Claude as a proposer."""

import logging
import secrets
import time
from dataclasses import replace
from random import Random

from errata.adapters.claude.client import question
from errata.adapters.claude.failures import (
    BUDGET_SPENT,
    BUDGET_UNKNOWN,
    LEFT_ALONE,
    SHUT_OUT,
    ModelAccessError,
    ModelOutageError,
)
from errata.adapters.claude.line import Call, Line
from errata.errors import ModelUnavailableError
from orchestrator.proposers.claude.answer import SCHEMA, proposal_of
from orchestrator.proposers.claude.prompt import CODE_LIMIT, SYSTEM, user_message
from orchestrator.proposers.port import Brief, NotNowError, Proposal, UnavailableError

_log = logging.getLogger(__name__)
MAX_TOKENS = 24_000
"""Room for a codec of 40 KB, and for thinking before it."""

_NOT_NOW = {
    LEFT_ALONE: "Claude failed to answer several times, and is left alone for a minute",
    BUDGET_UNKNOWN: "the table does not tell what is left of the budget for proposals",
}
_NOT_AT_ALL = {
    SHUT_OUT: "Claude refuses the key, the account or the model: set ANTHROPIC_API_KEY (or the "
    "stack's secret) and ERRATA_PROPOSER_MODEL right; it is asked again after five minutes",
    BUDGET_SPENT: "the day's budget for proposals is spent: wait for midnight UTC, or set "
    "ERRATA_PROPOSER_DAILY_BUDGET_USD higher",
}
_WORDS = {
    "refusal": "the model refused to answer",
    "truncated": "the answer was cut off before its end",
    "no_text": "the answer holds no text",
    "reply_too_large": "the answer is larger than any codec",
}


class ClaudeProposer:
    """Asks Claude for a better codec, or for the repair of a failed one.

    Parameters
    ----------
    line : Line
        The way to Claude.
    model : str
        Who is asked.
    timeout_s : float
        The longest that one answer is waited for.
    """

    name = "claude"

    def __init__(self, line: Line, *, model: str, timeout_s: float) -> None:
        self._line = line
        self._model = model
        self._timeout_s = timeout_s

    def propose(self, brief: Brief, random: Random) -> Proposal:
        """Return what Claude proposes; without code when its answer is of no use.

        Raises
        ------
        UnavailableError
            When it was not asked: its budget is spent, or it refused or failed us lately.
        """
        del random  # its chance is its own
        largest = max(len(brief.parent), len(brief.repair.code) if brief.repair else 0)
        if largest > CODE_LIMIT:
            return Proposal("", "", f"{largest} characters of code are too many to ask about")
        asked = question(
            SYSTEM,
            user_message(brief, fence=secrets.token_hex(16)),
            output={"type": "json_schema", "schema": SCHEMA},
            model=self._model,
            max_tokens=MAX_TOKENS,
            effort="medium",
        )
        call = Call(self._line, asked)
        try:
            reply = call.reply(time.monotonic() + self._timeout_s)
            proposal = proposal_of(reply.text(), brief)
        except ModelUnavailableError as error:
            proposal = _failed(error)
        told = proposal.problem or "answered"
        _log.info("asked %s for a codec, $%.4f: %s", self._model, call.cost_usd, told)
        # An arm of its own: what it dies of is its lesson, and how it fares is shown.
        return replace(proposal, operator=self.name, cost_usd=call.cost_usd)


def _failed(error: ModelUnavailableError) -> Proposal:
    """Return what a call that failed is: an attempt that failed, unless nobody was asked."""
    if error.reason in _NOT_NOW:
        raise NotNowError(_NOT_NOW[error.reason]) from error
    if error.reason in _NOT_AT_ALL:
        raise UnavailableError(_NOT_AT_ALL[error.reason]) from error
    problem = _WORDS.get(error.reason, f"asking the model failed: {error.reason}")
    return Proposal("", "", problem, finding=_finding(error))


def _finding(error: ModelUnavailableError) -> str:
    if isinstance(error, ModelAccessError):
        return "proposer_access"
    if isinstance(error, ModelOutageError):
        return "proposer_timeout" if error.reason == "timeout" else "proposer_outage"
    return "no_code"
