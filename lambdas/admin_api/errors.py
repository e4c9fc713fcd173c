"""How errors become answers: one shape, a clear message, never a stack trace."""

from collections.abc import Mapping
from http import HTTPStatus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.event_handler.exceptions import NotFoundError as NoRouteError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from errata.errors import (
    ConflictError,
    ErrataError,
    InvalidInputError,
    NotFoundError,
    StorageError,
)
from lambdas.admin_api.models.errors import ApiError, ErrorAnswer, ErrorCode, NewPasswordRequired

RETRY_AFTER_S = 2
MESSAGE_LIMIT = 500

logger = Logger(child=True)


class RefusedError(ErrataError):
    """A request the API will not serve.

    Parameters
    ----------
    status : HTTPStatus
    code : ErrorCode
    message : str
        For the person who asked; never holds what they sent.
    field : str, optional
        The part of the request to change.
    """

    def __init__(
        self, status: HTTPStatus, code: ErrorCode, message: str, field: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field


class PasswordChangeNeededError(RefusedError):
    """The password is right, but must be changed before it opens a session."""

    def __init__(self, session: str) -> None:
        super().__init__(
            HTTPStatus.CONFLICT,
            ErrorCode.NEW_PASSWORD_REQUIRED,
            "choose a new password: POST /api/session/password with this session",
        )
        self.session = session


class TooManyError(RefusedError):
    """The caller has asked too often; the message says when to ask again."""

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(HTTPStatus.TOO_MANY_REQUESTS, ErrorCode.TOO_MANY_REQUESTS, message)
        self.retry_after_s = retry_after_s


class TooMuchError(RefusedError):
    """The answer would not fit into one response."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            ErrorCode.TOO_LARGE,
            "limit: the answer would be too large; ask for fewer items",
            "limit",
        )


def answer(
    status: HTTPStatus,
    code: ErrorCode,
    message: str,
    field: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[str]:
    """Return an error answer in the shape every client can rely on."""
    error = ApiError(code=code, message=message[:MESSAGE_LIMIT], field=field)
    return _json(status, ErrorAnswer(error=error), headers)


def refuse(error: RefusedError) -> Response[str]:
    """Return the answer for a refusal."""
    if isinstance(error, PasswordChangeNeededError):
        detail = ApiError(code=error.code, message=str(error))
        return _json(error.status, NewPasswordRequired(error=detail, session=error.session))
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooManyError) else None
    return answer(error.status, error.code, str(error), error.field, headers)


def install(app: APIGatewayHttpResolver) -> None:
    """Make ``app`` answer every error through this module."""
    app.exception_handler(RefusedError)(refuse)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(InvalidInputError)(_invalid_input)
    app.exception_handler(NotFoundError)(_not_found)
    app.exception_handler(NoRouteError)(_no_route)
    app.exception_handler(ConflictError)(_conflict)
    app.exception_handler(StorageError)(_unavailable)
    app.exception_handler(Exception)(_internal)


def _json(
    status: HTTPStatus, body: ErrorAnswer, headers: Mapping[str, str] | None = None
) -> Response[str]:
    return Response(
        status_code=status,
        content_type=content_types.APPLICATION_JSON,
        body=body.model_dump_json(exclude_none=True),
        headers=headers,
    )


def _invalid_request(error: RequestValidationError) -> Response[str]:
    first = error.errors()[0]
    place, *path = first["loc"]
    field = ".".join(str(part) for part in path) or str(place)
    return _unprocessable(field, first["msg"])


def _invalid_input(error: InvalidInputError) -> Response[str]:
    return _unprocessable(error.field, error.problem)


def _unprocessable(field: str, problem: str) -> Response[str]:
    return answer(
        HTTPStatus.UNPROCESSABLE_ENTITY, ErrorCode.INVALID_INPUT, f"{field}: {problem}", field[:256]
    )


def _not_found(error: NotFoundError) -> Response[str]:
    return answer(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, str(error))


def _no_route(_error: NoRouteError) -> Response[str]:
    return answer(HTTPStatus.NOT_FOUND, ErrorCode.NOT_FOUND, "no such path or method")


def _conflict(error: ConflictError) -> Response[str]:
    return answer(HTTPStatus.CONFLICT, ErrorCode.CONFLICT, str(error))


def _unavailable(error: StorageError) -> Response[str]:
    logger.error("a store did not answer", exc_info=error)
    return answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        ErrorCode.UNAVAILABLE,
        f"a store behind the API did not answer; try again in {RETRY_AFTER_S} seconds",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


def _internal(error: Exception) -> Response[str]:
    logger.error("unforeseen error", exc_info=error)
    return answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        ErrorCode.INTERNAL,
        "something went wrong on our side; the log of the API says what",
    )
