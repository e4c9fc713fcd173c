"""Sign-in through Cognito: passwords and refresh tokens in, tokens out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from errata.errors import ErrataError, InvalidInputError, StorageError
from lambdas.admin_api.errors import PasswordChangeNeededError, RefusedError, TooManyError
from lambdas.admin_api.models.errors import ErrorCode

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import (
        AdminInitiateAuthResponseTypeDef,
        AdminRespondToAuthChallengeResponseTypeDef,
    )

# One answer to all of these: which of them it was would tell a stranger who has an account.
REFUSALS = frozenset(
    {
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
        "CodeMismatchException",
        "ExpiredCodeException",
    }
)
TOO_MANY = frozenset({"TooManyRequestsException", "LimitExceededException"})
WRONG_PASSWORD = "wrong user name or password"  # noqa: S105 a message, not a password
TOO_LATE = "the sign-in took too long, or its session is wrong; start again"
SESSION_ENDED = "the session has ended; sign in again"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a sign-in yields."""

    access: str
    """A JWT that opens the API."""
    lifetime_s: int
    refresh: str | None = None
    """None when the old one stays valid."""


class SignIn(Protocol):
    """Checks credentials. Refuses with 401, or 429 after too many attempts."""

    def password(self, username: str, password: str) -> Tokens:
        """Sign in; PasswordChangeNeededError when a first password must be changed."""

    def new_password(self, username: str, password: str, session: str) -> Tokens:
        """Change a first password and sign in; InvalidInputError when it is too weak."""

    def refresh(self, token: str) -> Tokens:
        """Return a new access token for a refresh token."""

    def revoke(self, token: str) -> None:
        """End a refresh token and all access tokens made from it."""


class CognitoSignIn:
    """Sign-in at a Cognito user pool.

    The admin flows are used, so that the client needs no flow that would let passwords be
    tried against Cognito directly, past this API.
    """

    def __init__(
        self, client: "CognitoIdentityProviderClient", pool_id: str, client_id: str
    ) -> None:
        self._client = client
        self._pool_id = pool_id
        self._client_id = client_id

    def password(self, username: str, password: str) -> Tokens:
        """Sign in with a password."""
        with _translated(ErrorCode.INVALID_CREDENTIALS, WRONG_PASSWORD):
            response = self._client.admin_initiate_auth(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": username, "PASSWORD": password},
            )
        if response.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            raise PasswordChangeNeededError(response["Session"])
        return _tokens(response)

    def new_password(self, username: str, password: str, session: str) -> Tokens:
        """Change a first password and sign in."""
        with _translated(ErrorCode.INVALID_CREDENTIALS, TOO_LATE):
            response = self._client.admin_respond_to_auth_challenge(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                ChallengeName="NEW_PASSWORD_REQUIRED",
                Session=session,
                ChallengeResponses={"USERNAME": username, "NEW_PASSWORD": password},
            )
        return _tokens(response)

    def refresh(self, token: str) -> Tokens:
        """Return a new access token."""
        with _translated(ErrorCode.UNAUTHENTICATED, SESSION_ENDED):
            response = self._client.admin_initiate_auth(
                UserPoolId=self._pool_id,
                ClientId=self._client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": token},
            )
        return _tokens(response)

    def revoke(self, token: str) -> None:
        """End a refresh token."""
        with _translated(ErrorCode.UNAUTHENTICATED, SESSION_ENDED):
            self._client.revoke_token(Token=token, ClientId=self._client_id)


@contextmanager
def _translated(code: ErrorCode, message: str) -> Iterator[None]:
    """Turn Cognito's errors into ours; a refusal into a 401 with this code and message."""
    try:
        yield
    except ClientError as error:
        raise _translation(error, code, message) from error
    except BotoCoreError as error:
        raise StorageError("Cognito did not answer") from error


def _translation(error: ClientError, code: ErrorCode, message: str) -> ErrataError:
    reason = error.response["Error"]["Code"]
    if reason == "InvalidPasswordException":
        return InvalidInputError("new_password", error.response["Error"]["Message"])
    if reason in REFUSALS:
        return RefusedError(HTTPStatus.UNAUTHORIZED, code, message)
    if reason in TOO_MANY:
        return TooManyError("too many attempts; wait a minute", retry_after_s=60)
    return StorageError(f"Cognito refused the call: {reason}")


def _tokens(
    response: "AdminInitiateAuthResponseTypeDef | AdminRespondToAuthChallengeResponseTypeDef",
) -> Tokens:
    if challenge := response.get("ChallengeName"):
        raise RefusedError(
            HTTPStatus.FORBIDDEN,
            ErrorCode.FORBIDDEN,
            f"this account must answer {challenge}, which Errata does not offer",
        )
    result = response["AuthenticationResult"]
    return Tokens(
        access=result["AccessToken"],
        lifetime_s=result["ExpiresIn"],
        refresh=result.get("RefreshToken"),
    )
