"""Why a request was refused."""

from enum import StrEnum

from errata.model import Contract, Line, Name


class ErrorCode(StrEnum):
    """Why a request was refused, for programs to branch on."""

    INVALID_INPUT = "invalid_input"
    """``field`` says which part of the request."""
    UNAUTHENTICATED = "unauthenticated"
    """Sign in, or sign in again."""
    INVALID_CREDENTIALS = "invalid_credentials"
    """Wrong user name or password; which of them is not told."""
    NEW_PASSWORD_REQUIRED = "new_password_required"  # noqa: S105 a code, not a password
    """Right, but this first password must be changed now."""
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    TOO_MANY_REQUESTS = "too_many_requests"
    UNAVAILABLE = "unavailable"
    """A store behind the API did not answer; ``Retry-After`` says when to try again."""
    INTERNAL = "internal"


class ApiError(Contract):
    """What went wrong and, for bad input, in which field."""

    code: ErrorCode
    message: Line
    field: Name | None = None


class ErrorAnswer(Contract):
    """The body of every answer that is not a success."""

    error: ApiError


class NewPasswordRequired(ErrorAnswer):
    """The first sign-in: repeat it at ``/api/session/password`` with a new password."""

    session: str
    """Proves to the second call that the first password was right. Short-lived."""
