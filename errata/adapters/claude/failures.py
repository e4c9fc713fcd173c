"""How a call to Claude can fail, and what each failure means for the next call."""

from http import HTTPStatus

import anthropic
import httpx2

from errata.errors import ModelUnavailableError

MISSING = "model_not_found"
"""No such model; or, where a batch was asked for, no such batch."""
_ACCESS = {
    HTTPStatus.UNAUTHORIZED: "authentication",
    HTTPStatus.PAYMENT_REQUIRED: "payment_required",
    HTTPStatus.FORBIDDEN: "permission_denied",
    HTTPStatus.NOT_FOUND: MISSING,
}
_OUTAGE = {
    HTTPStatus.REQUEST_TIMEOUT: "timeout",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limited",
    529: "overloaded",
}


LEFT_ALONE = "circuit_open_after_outage"
SHUT_OUT = "circuit_open_after_refused_access"
BUDGET_SPENT = "budget_spent"
BUDGET_UNKNOWN = "budget_unknown"
UNASKED = frozenset({LEFT_ALONE, SHUT_OUT, BUDGET_SPENT, BUDGET_UNKNOWN})
"""Reasons for which nobody was asked in the first place."""


class ModelAccessError(ModelUnavailableError):
    """Our key, account or model id is refused: once a person has acted, asking may succeed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, upgradeable=True)


class ModelOutageError(ModelUnavailableError):
    """Claude is throttled, down, slow or out of reach: asking again later may succeed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, upgradeable=True)


class UnusableAnswerError(ModelUnavailableError):
    """The request itself was refused, or its answer is of no use: asking it again is vain."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, upgradeable=False)


def failure_of(error: anthropic.AnthropicError | httpx2.HTTPError) -> ModelUnavailableError:
    """Translate an error of the SDK, or of the body it left to us to read.

    Messages are not kept: they may quote the request.
    """
    match error:
        case anthropic.APIStatusError(status_code=status) if status in _ACCESS:
            return ModelAccessError(_ACCESS[HTTPStatus(status)])
        case anthropic.APIStatusError(status_code=status) if status in _OUTAGE or status >= 500:
            return ModelOutageError(_OUTAGE.get(status, f"http_{status}"))
        case anthropic.APIStatusError(status_code=status):
            return UnusableAnswerError(f"http_{status}")
        case anthropic.APITimeoutError() | httpx2.TimeoutException():
            return ModelOutageError("timeout")
        case anthropic.APIConnectionError() | httpx2.HTTPError():
            return ModelOutageError("connection")
        case _:
            return ModelAccessError(type(error).__name__)
