import copy
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lambdas.admin_api.cookies import ACCESS_COOKIE as COOKIE_OF_THE_API
from lambdas.admin_api.identity import Identity
from lambdas.authorizer import bootstrap
from lambdas.authorizer.credentials import ACCESS_COOKIE, token_of
from lambdas.authorizer.handler import handler, logger
from tests.unit.admin_api.client import Context
from tests.unit.authorizer.conftest import CLIENT_ID, ISSUER, Issuer

EVENT = json.loads((Path(__file__).parents[2] / "events" / "authorizer_request.json").read_text())


@pytest.fixture(autouse=True)
def environment(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ERRATA_USER_POOL_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("ERRATA_TOKEN_ISSUER", ISSUER)
    monkeypatch.setenv("ERRATA_JWKS_URL", issuer.url)
    bootstrap.verifier.cache_clear()
    yield
    bootstrap.verifier.cache_clear()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", stream)
    return stream


@pytest.fixture
def token(issuer: Issuer) -> str:
    return issuer.token(issuer.claims(int(time.time())))


def event(cookies: list[str] | None = None, **headers: str) -> dict[str, Any]:
    changed = copy.deepcopy(EVENT)
    changed["headers"] |= headers
    changed["cookies"] = cookies or []
    return changed


def ask(asked: dict[str, Any]) -> dict[str, Any]:
    return handler(asked, Context())


def test_a_bearer_token_opens_and_says_who(token: str) -> None:
    answer = ask(event(authorization=f"Bearer {token}"))

    assert answer["isAuthorized"] is True
    assert answer["context"]["username"] == "ada"
    assert answer["context"]["groups"] == ["admin"]


def test_the_api_understands_the_context(token: str) -> None:
    identity = Identity.model_validate(ask(event(authorization=f"Bearer {token}"))["context"])

    assert identity.session().roles == ("viewer", "admin")
    assert identity.expires_at.timestamp() > time.time()


def test_the_session_cookie_opens(token: str) -> None:
    assert ask(event(["theme=dark", f"__Host-errata={token}"]))["isAuthorized"] is True


def test_the_cookie_may_still_be_in_the_header(token: str) -> None:
    asked = event(cookie=f"theme=dark; __Host-errata={token}")
    del asked["cookies"]

    assert ask(asked)["isAuthorized"] is True


def test_a_bad_bearer_is_not_saved_by_a_good_cookie(token: str) -> None:
    asked = event([f"__Host-errata={token}"], authorization="Bearer forged")

    assert ask(asked) == {"isAuthorized": False}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"headers": None, "cookies": None},
        event(),
        event(["__Host-errata"]),
        event(["__Host-errata="]),
        event(["errata=x", "__host-errata=x"]),
        event(authorization="Bearer"),
        event(authorization="Bearer "),
        event(authorization="Basic YWRhOng="),
        event(authorization="x" * 20_000),
        event(cookie=";;==;__Host-errata=a.b.c"),
    ],
)
def test_malformed_requests_are_refused_not_raised(asked: dict[str, Any]) -> None:
    assert ask(asked) == {"isAuthorized": False}


def test_an_expired_token_is_refused(issuer: Issuer) -> None:
    old = issuer.token(issuer.claims(int(time.time()) - 7_200))

    assert ask(event([f"__Host-errata={old}"])) == {"isAuthorized": False}


def test_tokens_never_reach_the_log(token: str, log: io.StringIO) -> None:
    ask(event(authorization=f"Bearer {token}x"))
    ask(event(authorization=f"Bearer {token}"))

    assert len(log.getvalue().splitlines()) == 2
    assert token.split(".")[2] not in log.getvalue()


def test_the_log_says_under_the_requests_id_who_was_let_in(
    issuer: Issuer, token: str, log: io.StringIO
) -> None:
    ask(event(authorization=f"Bearer {token}"))

    line = json.loads(log.getvalue())
    assert line["message"] == f"admitted {issuer.claims(0)['sub']}"
    assert line["correlation_id"] == EVENT["requestContext"]["requestId"]


def test_the_scheme_is_case_insensitive(token: str) -> None:
    assert token_of(event(Authorization=f"bearer {token}")) == token


def test_the_cookie_is_the_one_the_api_sets() -> None:
    assert ACCESS_COOKIE == COOKIE_OF_THE_API
