"""The session cookies: out of reach of scripts, other sites and other hosts."""

from aws_lambda_powertools.shared.cookies import Cookie, SameSite
from aws_lambda_powertools.utilities.data_classes.common import BaseProxyEvent

from lambdas.admin_api.sign_in import Tokens

ACCESS_COOKIE = "__Host-errata"
REFRESH_COOKIE = "__Secure-errata-refresh"
REFRESH_PATH = "/api/session"
"""The refresh token travels only where it is used, so it cannot have the ``__Host-`` prefix."""
REFRESH_LIFETIME_S = 30 * 24 * 3600
"""Cognito's default. A cookie that outlives its token only makes the refresh answer 401."""


def sent(event: BaseProxyEvent) -> dict[str, str]:
    """Return the cookies of a request by name; of two with one name, the first."""
    # API Gateway sends a list of its own; others leave the header as it came.
    pairs = [*(event.get("cookies") or []), *event.headers.get("cookie", "").split(";")]
    cookies: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.strip().partition("=")
        cookies.setdefault(name, value)
    return cookies


def issued(tokens: Tokens) -> list[Cookie]:
    """Return the cookies that open a session."""
    cookies = [_cookie(ACCESS_COOKIE, tokens.access, "/", tokens.lifetime_s)]
    if tokens.refresh:
        cookies.append(_cookie(REFRESH_COOKIE, tokens.refresh, REFRESH_PATH, REFRESH_LIFETIME_S))
    return cookies


def cleared() -> list[Cookie]:
    """Return the cookies that end a session."""
    return [_cookie(ACCESS_COOKIE, "", "/", 0), _cookie(REFRESH_COOKIE, "", REFRESH_PATH, 0)]


def _cookie(name: str, value: str, path: str, max_age_s: int) -> Cookie:
    return Cookie(
        name,
        value,
        path=path,
        max_age=max_age_s,
        secure=True,
        http_only=True,
        same_site=SameSite.STRICT_MODE,
    )
