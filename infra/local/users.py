"""The demo's users: one for each role, with passwords made here and kept in one private file."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from infra.home import home
from infra.users import create_user, random_password

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

ROLES = ("admin", "viewer")
"""User names, and the groups they are in."""


class Credentials(NamedTuple):
    """What to type to sign in."""

    username: str
    password: str


def credentials(folder: Path | None = None) -> Sequence[Credentials]:
    """Return the demo's users; empty before the first ``up``."""
    file = _file(folder or home())
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return [Credentials(username, password) for username, password in known.items()]


def ensure_users(client: "CognitoIdentityProviderClient", pool_id: str, folder: Path) -> None:
    """Make the users that the pool lacks; the others keep the passwords they have."""
    passwords = {user.username: user.password for user in credentials(folder)}
    for role in ROLES:
        known = role in passwords
        password = passwords.setdefault(role, random_password())
        if create_user(client, pool_id, role, password) or not known:
            client.admin_set_user_password(
                UserPoolId=pool_id, Username=role, Password=password, Permanent=True
            )
        client.admin_add_user_to_group(UserPoolId=pool_id, Username=role, GroupName=role)
    _keep(_file(folder), passwords)


def _file(folder: Path) -> Path:
    return folder / "credentials.json"


def _keep(file: Path, passwords: dict[str, str]) -> None:
    partial = file.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(passwords, indent=2))
    partial.replace(file)
