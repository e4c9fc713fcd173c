"""The front door: what every request must show before anything reads it.

Runs before routing and validation, so that a stranger learns nothing of either. API Gateway's
authorizer stands in front of it; a route that was left open there by mistake stays shut here.
"""

import base64
from http import HTTPStatus

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import ValidationError

from lambdas.admin_api.errors import RefusedError
from lambdas.admin_api.identity import Identity
from lambdas.admin_api.models.errors import ErrorCode

PUBLIC = frozenset(
    {
        ("GET", "/api/health"),
        ("POST", "/api/session"),
        ("POST", "/api/session/password"),
        ("POST", "/api/session/refresh"),
        ("DELETE", "/api/session"),
    }
)
"""The only requests served to someone who is not signed in."""

READS = frozenset({"GET", "HEAD"})
CSRF_HEADER = "x-errata-request"
BODY_LIMIT = 65_536


def admit(event: APIGatewayProxyEventV2) -> Identity | None:
    """Check a request at the door, and return who sent it.

    Returns
    -------
    Identity or None
        None only for a public route.

    Raises
    ------
    RefusedError
        401 without identity, 403 for a write that another site may have forged, 413, 415 and
        422 for a body that is too large, not JSON, or not text.
    """
    identity = _identity(event)
    if identity is None and (event.http_method, event.path) not in PUBLIC:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED, "sign in first")
    if event.http_method not in READS:
        _check_write(event)
    return identity


def _identity(event: APIGatewayProxyEventV2) -> Identity | None:
    vouched = event["requestContext"].get("authorizer", {}).get("lambda")
    try:
        return Identity.model_validate(vouched) if vouched else None
    except ValidationError:
        return None


def _check_write(event: APIGatewayProxyEventV2) -> None:
    # A form or a link on another site cannot set a header of its own choosing.
    if event.headers.get(CSRF_HEADER) != "1":
        raise RefusedError(
            HTTPStatus.FORBIDDEN,
            ErrorCode.FORBIDDEN,
            f"writes need the header {CSRF_HEADER}: 1",
            CSRF_HEADER,
        )
    body = event.body or ""
    if len(body) > BODY_LIMIT:
        raise RefusedError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            ErrorCode.TOO_LARGE,
            f"the body may have {BODY_LIMIT} bytes",
            "body",
        )
    if body:
        _check_media(event, body)


def _check_media(event: APIGatewayProxyEventV2, body: str) -> None:
    if event.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise RefusedError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "send application/json",
            "content-type",
        )
    if event.is_base64_encoded:
        try:
            base64.b64decode(body, validate=True).decode()
        except ValueError as error:
            raise RefusedError(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                ErrorCode.INVALID_INPUT,
                "body: is not UTF-8 text",
                "body",
            ) from error
