"""Cognito's refusals, as callers of the API meet them."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from errata.errors import ErrataError, StorageError
from lambdas.admin_api.errors import RefusedError
from lambdas.admin_api.models.errors import ErrorCode
from lambdas.admin_api.sign_in import CognitoSignIn


class FakeCognito:
    """Fails, or answers, as told; remembers what it was asked."""

    def __init__(self, outcome: Exception | dict[str, object]) -> None:
        self.outcome = outcome
        self.asked: list[dict[str, object]] = []

    def _answer(self, **asked: object) -> dict[str, object]:
        self.asked.append(asked)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    admin_initiate_auth = admin_respond_to_auth_challenge = revoke_token = _answer


def sign_in(outcome: Exception | dict[str, object]) -> CognitoSignIn:
    return CognitoSignIn(FakeCognito(outcome), "pool", "client")


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "user ada"}}, "AdminInitiateAuth")


@pytest.mark.parametrize(
    "code",
    [
        "NotAuthorizedException",
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
    ],
)
def test_no_refusal_tells_whether_the_account_exists(code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        sign_in(error(code)).password("ada", "x")

    assert (refused.value.status, str(refused.value)) == (401, "wrong user name or password")


@pytest.mark.parametrize("code", ["NotAuthorizedException", "UserNotFoundException"])
def test_an_ended_refresh_token_asks_to_sign_in(code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        sign_in(error(code)).refresh("token")

    assert refused.value.code is ErrorCode.UNAUTHENTICATED


@pytest.mark.parametrize("code", ["CodeMismatchException", "ExpiredCodeException"])
def test_a_stale_challenge_starts_again(code: str) -> None:
    with pytest.raises(RefusedError, match="start again"):
        sign_in(error(code)).new_password("ada", "x", "session")


@pytest.mark.parametrize("code", ["TooManyRequestsException", "LimitExceededException"])
def test_too_many_attempts_are_429(code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        sign_in(error(code)).password("ada", "x")

    assert refused.value.status == 429


@pytest.mark.parametrize(
    "outcome",
    [
        error("InternalErrorException"),
        error("ResourceNotFoundException"),
        EndpointConnectionError(endpoint_url="https://cognito.example"),
    ],
)
def test_anything_else_is_an_outage_not_a_refusal(outcome: Exception) -> None:
    with pytest.raises(StorageError):
        sign_in(outcome).password("ada", "x")


def test_a_challenge_we_do_not_offer_is_named() -> None:
    with pytest.raises(ErrataError, match="SOFTWARE_TOKEN_MFA"):
        sign_in({"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s"}).password("ada", "x")


def test_signing_out_revokes_the_token_at_cognito() -> None:
    cognito = FakeCognito({})

    CognitoSignIn(cognito, "pool", "client").revoke("refresh-1")

    assert cognito.asked == [{"Token": "refresh-1", "ClientId": "client"}]
