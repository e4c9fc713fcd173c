"""The demo's users: made once, private, and repaired when either side is lost."""

import stat
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto import mock_aws
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from infra import template
from infra.local.users import Credentials, credentials, ensure_users
from tests.support.aws import CREDENTIALS


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[CognitoIdentityProviderClient]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield boto3.client("cognito-idp")


@pytest.fixture
def pool(client: CognitoIdentityProviderClient) -> str:
    """A pool with the template's password policy and groups."""
    resources = template.load()["Resources"]
    policies = resources["UserPool"]["Properties"]["Policies"]
    pool_id = client.create_user_pool(PoolName="errata", Policies=policies)["UserPool"]["Id"]
    for group in ("ViewerGroup", "AdminGroup"):
        name = resources[group]["Properties"]["GroupName"]
        client.create_group(UserPoolId=pool_id, GroupName=name)
    return pool_id


def test_each_role_has_a_user_who_can_sign_in(
    client: CognitoIdentityProviderClient, pool: str, tmp_path: Path
) -> None:
    ensure_users(client, pool, tmp_path)

    assert [user.username for user in credentials(tmp_path)] == ["admin", "viewer"]
    for user in credentials(tmp_path):
        assert _signs_in(client, pool, user)
        groups = client.admin_list_groups_for_user(UserPoolId=pool, Username=user.username)
        assert [group["GroupName"] for group in groups["Groups"]] == [user.username]


def test_the_passwords_are_for_the_owner_s_eyes(
    client: CognitoIdentityProviderClient, pool: str, tmp_path: Path
) -> None:
    ensure_users(client, pool, tmp_path)

    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(
    client: CognitoIdentityProviderClient, pool: str, tmp_path: Path
) -> None:
    ensure_users(client, pool, tmp_path)
    before = credentials(tmp_path)

    ensure_users(client, pool, tmp_path)

    assert credentials(tmp_path) == before


@pytest.mark.parametrize("lost", ["file", "pool"])
def test_what_was_lost_is_made_anew(
    client: CognitoIdentityProviderClient, pool: str, tmp_path: Path, lost: str
) -> None:
    ensure_users(client, pool, tmp_path)
    if lost == "file":
        (tmp_path / "credentials.json").unlink()
    else:
        for role in ("admin", "viewer"):
            client.admin_delete_user(UserPoolId=pool, Username=role)

    ensure_users(client, pool, tmp_path)

    assert all(_signs_in(client, pool, user) for user in credentials(tmp_path))


def test_before_the_first_up_there_are_no_users(tmp_path: Path) -> None:
    assert credentials(tmp_path) == []


def _signs_in(client: CognitoIdentityProviderClient, pool: str, user: Credentials) -> bool:
    app = client.create_user_pool_client(
        UserPoolId=pool, ClientName="t", ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    answer = client.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=app,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
    )
    return "AuthenticationResult" in answer
