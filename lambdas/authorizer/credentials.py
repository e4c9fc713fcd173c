"""Finds the token in a request: a machine's bearer header, or a browser's session cookie."""

from collections.abc import Iterator, Mapping
from typing import Any

ACCESS_COOKIE = "__Host-errata"
BEARER = "bearer "


def token_of(event: Mapping[str, Any]) -> str | None:
    """Return the token of an authorizer event (payload 2.0), if it carries one.

    An explicit header outranks the cookie that a browser adds by itself.
    """
    headers: dict[str, str] = {
        name.lower(): value for name, value in (event.get("headers") or {}).items()
    }
    authorization = headers.get("authorization", "")
    if authorization[: len(BEARER)].lower() == BEARER:
        return authorization[len(BEARER) :].strip()
    for pair in _cookies(event, headers):
        name, _, value = pair.strip().partition("=")
        if name == ACCESS_COOKIE:
            return value
    return None


def _cookies(event: Mapping[str, Any], headers: Mapping[str, str]) -> Iterator[str]:
    # API Gateway moves cookies into a list of their own; others leave them in the header.
    yield from event.get("cookies") or ()
    yield from headers.get("cookie", "").split(";")
