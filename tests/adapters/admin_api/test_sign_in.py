import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from errata.errors import InvalidInputError
from lambdas.admin_api.errors import PasswordChangeNeededError, RefusedError
from lambdas.admin_api.identity import Identity
from lambdas.admin_api.models.errors import ErrorCode
from lambdas.admin_api.models.session import Role
from lambdas.admin_api.sign_in import CognitoSignIn
from tests.adapters.admin_api.conftest import FIRST_PASSWORD

PASSWORD = "correct horse Battery 9"


@pytest.fixture
def settled(cognito: CognitoIdentityProviderClient, pool: str) -> None:
    """Ada has chosen her own password."""
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="ada", Password=PASSWORD, Permanent=True
    )


@pytest.mark.usefixtures("settled")
def test_a_right_password_yields_tokens_that_say_who(sign_in: CognitoSignIn) -> None:
    tokens = sign_in.password("ada", PASSWORD)

    session = Identity.of_token(tokens.access).session()
    assert (session.username, session.roles) == ("ada", (Role.VIEWER, Role.ADMIN))
    assert tokens.lifetime_s == 3600
    assert tokens.refresh


@pytest.mark.usefixtures("settled")
def test_wrong_user_and_wrong_password_are_told_alike(sign_in: CognitoSignIn) -> None:
    refusals = []
    for username, password in (("ada", "wrong"), ("eve", PASSWORD)):
        with pytest.raises(RefusedError) as refused:
            sign_in.password(username, password)
        refusals.append((refused.value.status, refused.value.code, str(refused.value)))

    assert refusals[0] == refusals[1]
    assert refusals[0][1] is ErrorCode.INVALID_CREDENTIALS


@pytest.mark.usefixtures("settled")
def test_a_disabled_user_is_refused(
    sign_in: CognitoSignIn, cognito: CognitoIdentityProviderClient, pool: str
) -> None:
    cognito.admin_disable_user(UserPoolId=pool, Username="ada")

    with pytest.raises(RefusedError):
        sign_in.password("ada", PASSWORD)


def test_a_first_password_must_be_changed_and_then_opens(sign_in: CognitoSignIn) -> None:
    with pytest.raises(PasswordChangeNeededError) as asked:
        sign_in.password("ada", FIRST_PASSWORD)

    with pytest.raises(InvalidInputError, match="new_password"):
        sign_in.new_password("ada", "short", asked.value.session)

    assert sign_in.new_password("ada", PASSWORD, asked.value.session).refresh
    assert sign_in.password("ada", PASSWORD).access


@pytest.mark.usefixtures("settled")
def test_a_refresh_token_yields_a_new_access_token(sign_in: CognitoSignIn) -> None:
    first = sign_in.password("ada", PASSWORD)
    assert first.refresh

    again = sign_in.refresh(first.refresh)

    assert Identity.of_token(again.access).username == "ada"
