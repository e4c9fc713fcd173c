"""Users of a stack's pool, which only administrators make."""

import secrets
import string
from typing import TYPE_CHECKING, Final

from errata.errors import ConflictError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

PASSWORD_LENGTH: Final = 20


def add_user(
    client: "CognitoIdentityProviderClient", pool_id: str, username: str, role: str
) -> str:
    """Make a user with a role and return the password for the first sign-in.

    Raises
    ------
    ConflictError
        When there is such a user already; nothing about them is changed.
    """
    password = random_password()
    if not create_user(client, pool_id, username, password):
        raise ConflictError(f"there is a user {username} already")
    client.admin_add_user_to_group(UserPoolId=pool_id, Username=username, GroupName=role)
    return password


def create_user(
    client: "CognitoIdentityProviderClient", pool_id: str, username: str, password: str
) -> bool:
    """Make a user who must choose a password at the first sign-in; False if there is one."""
    try:
        client.admin_create_user(
            UserPoolId=pool_id,
            Username=username,
            TemporaryPassword=password,
            MessageAction="SUPPRESS",
        )
    except client.exceptions.UsernameExistsException:
        return False
    return True


def random_password() -> str:
    """Return a random password that has every kind of character the pool asks for."""
    kinds = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    while True:
        password = "".join(secrets.choice("".join(kinds)) for _ in range(PASSWORD_LENGTH))
        if all(set(kind) & set(password) for kind in kinds):
            return password
