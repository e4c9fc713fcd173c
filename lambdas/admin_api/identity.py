"""Who calls: what the authorizer vouched for, and the roles that follow from it."""

import base64
import json
from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from errata.model import Name
from lambdas.admin_api.models.session import Role, Session


class Identity(BaseModel):
    """The authorizer's context. Later versions of the authorizer may say more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sub: Name
    username: Name
    groups: tuple[Name, ...] = ()
    expires_at: datetime
    """End of the access token; sent as seconds since 1970."""

    @classmethod
    def of_token(cls, access_token: str) -> "Identity":
        """Read an access token that Cognito itself has just handed over.

        Its signature is not checked here: never call this with what a client sent.
        """
        payload = access_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return cls(
            sub=claims["sub"],
            username=claims["username"],
            groups=claims.get("cognito:groups", ()),
            expires_at=claims["exp"],
        )

    def session(self) -> Session:
        """Return what the caller may know of their own session."""
        return Session(
            username=self.username, roles=roles_of(self.groups), expires_at=self.expires_at
        )


def roles_of(groups: Iterable[str]) -> tuple[Role, ...]:
    """Return the roles of a member of ``groups``.

    Users exist only by invitation, so each may read; the admin group may also write.
    """
    return (Role.VIEWER, Role.ADMIN) if Role.ADMIN in groups else (Role.VIEWER,)
