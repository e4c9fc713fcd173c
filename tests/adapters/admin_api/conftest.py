from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from lambdas.admin_api.sign_in import CognitoSignIn

FIRST_PASSWORD = "Temporary-pass-1"


@pytest.fixture
def cognito(monkeypatch: pytest.MonkeyPatch) -> Iterator[CognitoIdentityProviderClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield boto3.client("cognito-idp", region_name="eu-central-1")


@pytest.fixture
def pool(cognito: CognitoIdentityProviderClient) -> str:
    """A pool with ada in it, who has never signed in."""
    pool = cognito.create_user_pool(
        PoolName="errata", Policies={"PasswordPolicy": {"MinimumLength": 12}}
    )["UserPool"]["Id"]
    cognito.admin_create_user(
        UserPoolId=pool, Username="ada", TemporaryPassword=FIRST_PASSWORD, MessageAction="SUPPRESS"
    )
    cognito.create_group(UserPoolId=pool, GroupName="admin")
    cognito.admin_add_user_to_group(UserPoolId=pool, Username="ada", GroupName="admin")
    return pool


@pytest.fixture
def sign_in(cognito: CognitoIdentityProviderClient, pool: str) -> CognitoSignIn:
    client = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="dashboard",
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
    )["UserPoolClient"]
    return CognitoSignIn(cognito, pool, client["ClientId"])
