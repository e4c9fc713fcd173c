"""Signing in, staying signed in, and signing out."""

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Depends, Request, Response, content_types
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from lambdas.admin_api.cookies import REFRESH_COOKIE, cleared, issued, sent
from lambdas.admin_api.errors import RefusedError
from lambdas.admin_api.identity import Identity
from lambdas.admin_api.models.errors import ErrorAnswer, ErrorCode, NewPasswordRequired
from lambdas.admin_api.models.session import Credentials, NewPassword, Session
from lambdas.admin_api.services import Caller, Injected
from lambdas.admin_api.sign_in import Tokens

SIGNED_IN: OpenAPIResponse = {"description": "Signed in; the cookies are set."}
REFUSED: OpenAPIResponse = {
    "description": "Wrong credentials; which of them is not told.",
    "content": {content_types.APPLICATION_JSON: {"model": ErrorAnswer}},
}
CHANGE_PASSWORD: OpenAPIResponse = {
    "description": "The first password is right and must be changed now.",
    "content": {content_types.APPLICATION_JSON: {"model": NewPasswordRequired}},
}

router = Router()


def _refresh_cookie(request: Request) -> str | None:
    return sent(request.resolved_event).get(REFRESH_COOKIE)


RefreshCookie = Annotated[str | None, Depends(_refresh_cookie)]


@router.post(
    "/api/session",
    tags=["session"],
    operation_id="signIn",
    summary="Sign in with a password",
    responses={200: SIGNED_IN, 401: REFUSED, 409: CHANGE_PASSWORD},
)
def sign_in(services: Injected, credentials: Credentials) -> Response[Session]:
    """Check a password and open a session in cookies no script can read."""
    tokens = services.sign_in.password(credentials.username, credentials.password)
    return _opened(tokens)


@router.post(
    "/api/session/password",
    tags=["session"],
    operation_id="setFirstPassword",
    summary="Answer new_password_required",
    responses={200: SIGNED_IN, 401: REFUSED},
)
def set_first_password(services: Injected, answer: NewPassword) -> Response[Session]:
    """Change a first password and open a session."""
    tokens = services.sign_in.new_password(answer.username, answer.new_password, answer.session)
    return _opened(tokens)


@router.post(
    "/api/session/refresh",
    tags=["session"],
    operation_id="refreshSession",
    summary="Prolong the session",
    responses={200: SIGNED_IN, 401: REFUSED},
)
def refresh_session(services: Injected, token: RefreshCookie) -> Response[Session]:
    """Open the session anew with the refresh cookie."""
    if token is None:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED, "sign in first")
    return _opened(services.sign_in.refresh(token))


@router.get(
    "/api/session",
    tags=["session"],
    operation_id="getSession",
    summary="Who am I?",
)
def get_session(caller: Caller) -> Session:
    """Return the caller's name, roles and end of session."""
    return caller.session()


@router.delete(
    "/api/session",
    tags=["session"],
    operation_id="signOut",
    summary="Sign out",
    status_code=HTTPStatus.NO_CONTENT,
    responses={204: {"description": "Signed out; the cookies are gone.", "content": {}}},
)
def sign_out(services: Injected, token: RefreshCookie) -> Response[None]:
    """Forget the session, here and at the identity provider."""
    if token is not None:
        with suppress(RefusedError):  # ended already: what they asked for
            services.sign_in.revoke(token)
    return Response(status_code=HTTPStatus.NO_CONTENT, cookies=cleared())


def _opened(tokens: Tokens) -> Response[Session]:
    return Response(
        status_code=HTTPStatus.OK,
        content_type=content_types.APPLICATION_JSON,
        body=Identity.of_token(tokens.access).session(),
        cookies=issued(tokens),
    )
