"""Verifies Cognito access tokens."""

from typing import Annotated, Literal

import jwt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

TOKEN_LIMIT = 8_192
LEEWAY_S = 10
"""How far our clock may be from Cognito's."""


class InvalidTokenError(Exception):
    """The token opens nothing. The message is for the log, not for its sender."""


class AccessClaims(BaseModel):
    """The claims we rely on; Cognito sends more."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    sub: str
    username: str
    client_id: str
    token_use: Literal["access"]
    """An ID token is no key: it says who someone is, not what they may call."""
    groups: Annotated[list[str], Field(alias="cognito:groups")] = []
    exp: int


class TokenVerifier:
    """Checks signature, issuer, client, use and expiry of a token.

    Parameters
    ----------
    keys : jwt.PyJWKClient
        The issuer's public keys; asked again for an unknown key id, but not more often than its
        cool-down allows, so that forged tokens cannot make us hammer the issuer.
    issuer, client_id : str
        Who must have made the token, and for whom.
    """

    def __init__(self, keys: jwt.PyJWKClient, *, issuer: str, client_id: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._client_id = client_id

    def verify(self, token: str) -> AccessClaims:
        """Return the claims of a valid token.

        Raises
        ------
        InvalidTokenError
            For any other token, and when the issuer's keys cannot be had.
        """
        if len(token) > TOKEN_LIMIT:
            raise InvalidTokenError("token too long")
        try:
            claims = AccessClaims.model_validate(self._decode(token))
        except (jwt.PyJWTError, ValidationError, ValueError) as error:
            raise InvalidTokenError(f"{type(error).__name__}: {error}"[:200]) from error
        if claims.client_id != self._client_id:
            raise InvalidTokenError("token of another client")
        return claims

    def _decode(self, token: str) -> dict[str, object]:
        claims: dict[str, object] = jwt.decode(
            token,
            self._keys.get_signing_key_from_jwt(token),
            algorithms=["RS256"],
            issuer=self._issuer,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "iss", "sub"]},
        )
        return claims
