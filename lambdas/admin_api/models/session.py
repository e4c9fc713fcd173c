"""Who is signed in, and what it takes to be."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from errata.model import Contract, Name, UtcTime


class Role(StrEnum):
    """What a user may do."""

    VIEWER = "viewer"
    """Read everything."""
    ADMIN = "admin"
    """Read everything, correct diagnoses, manage groups."""


class Session(Contract):
    """Who is signed in, as what, and until when."""

    username: Name
    roles: tuple[Role, ...]
    expires_at: UtcTime


Username = Annotated[
    str, StringConstraints(pattern=r"^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$", max_length=128)
]
"""As Cognito defines it: letters, marks, symbols, digits and punctuation."""


Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class Credentials(Contract):
    """A user name and a password."""

    username: Username
    password: Password


class NewPassword(Contract):
    """The answer to ``new_password_required``."""

    username: Username
    session: Annotated[str, StringConstraints(min_length=20, max_length=2_048)]
    new_password: Password
