import json

import pytest

from tests.unit.admin_api.client import Client
from tests.unit.admin_api.signing_in import FakeSignIn

SIGN_IN = {"username": "ada", "password": "correct horse"}
SHIELDS = {"HttpOnly", "Secure", "SameSite=Strict"}
CHALLENGE = "challenge-session-0123456789"


def attributes(cookie: str) -> set[str]:
    return set(cookie.split("; ")[1:])


def test_signing_in_sets_cookies_no_script_can_read(stranger: Client, sign_in: FakeSignIn) -> None:
    answer = stranger.post("/api/session", SIGN_IN)

    assert answer.status == 200
    assert answer.json == {
        "username": "ada",
        "roles": ["viewer", "admin"],
        "expires_at": "2026-10-26T07:33:20Z",
    }
    access, refresh = answer.cookies
    assert access.startswith(f"__Host-errata={sign_in.access_token};")
    assert attributes(access) == {"Path=/", "Max-Age=3600"} | SHIELDS
    assert refresh.startswith("__Secure-errata-refresh=refresh-1;")
    assert attributes(refresh) == {"Path=/api/session", "Max-Age=2592000"} | SHIELDS
    assert sign_in.access_token not in answer.body.decode()


def test_wrong_user_and_wrong_password_look_the_same(stranger: Client) -> None:
    user = stranger.post("/api/session", {"username": "eve", "password": "correct horse"})
    password = stranger.post("/api/session", {"username": "ada", "password": "wrong"})

    assert user.status == password.status == 401
    assert user.body == password.body
    assert user.error["code"] == "invalid_credentials"
    assert user.cookies == []


def test_a_first_password_must_be_changed(stranger: Client, sign_in: FakeSignIn) -> None:
    sign_in.must_change.add("ada")

    asked = stranger.post("/api/session", SIGN_IN)
    changed = stranger.post(
        "/api/session/password",
        {"username": "ada", "session": asked.json["session"], "new_password": "battery staple 9"},
    )

    assert (asked.status, asked.error["code"]) == (409, "new_password_required")
    assert asked.cookies == []
    assert changed.status == 200
    assert len(changed.cookies) == 2
    assert stranger.post("/api/session", SIGN_IN | {"password": "battery staple 9"}).status == 200


def test_a_weak_new_password_is_named(stranger: Client, sign_in: FakeSignIn) -> None:
    sign_in.must_change.add("ada")

    answer = stranger.post(
        "/api/session/password",
        {"username": "ada", "session": CHALLENGE, "new_password": "short"},
    )

    assert (answer.status, answer.error["field"]) == (422, "new_password")


def test_the_refresh_cookie_prolongs_the_session(stranger: Client) -> None:
    answer = stranger.post("/api/session/refresh", cookies=["__Secure-errata-refresh=refresh-1"])

    assert answer.status == 200
    assert answer.cookies[0].startswith("__Host-errata=")
    assert len(answer.cookies) == 1


@pytest.mark.parametrize("header", [{}, {"cookie": "a=b; __Secure-errata-refresh=refresh-1"}])
def test_the_refresh_cookie_may_come_in_the_header(
    stranger: Client, header: dict[str, str]
) -> None:
    answer = stranger.post("/api/session/refresh", headers=header)

    assert answer.status == (200 if header else 401)


@pytest.mark.parametrize("cookie", ["__Secure-errata-refresh=forged", "refresh=refresh-1", ""])
def test_without_a_good_refresh_cookie_the_session_ends(stranger: Client, cookie: str) -> None:
    answer = stranger.post("/api/session/refresh", cookies=[cookie])

    assert (answer.status, answer.error["code"]) == (401, "unauthenticated")


def test_who_am_i(client: Client) -> None:
    assert client.get("/api/session").json == {
        "username": "ada",
        "roles": ["viewer"],
        "expires_at": "2026-10-26T07:33:20Z",
    }


def test_signing_out_revokes_and_forgets(stranger: Client, sign_in: FakeSignIn) -> None:
    answer = stranger.send(
        "DELETE",
        "/api/session",
        headers={"x-errata-request": "1"},
        cookies=["__Secure-errata-refresh=refresh-1"],
    )

    assert (answer.status, answer.body) == (204, b"")
    assert sign_in.refresh_tokens == set()
    assert [cookie.split(";")[0] for cookie in answer.cookies] == [
        "__Host-errata=",
        "__Secure-errata-refresh=",
    ]
    assert all("Max-Age=0" in cookie for cookie in answer.cookies)


@pytest.mark.parametrize("cookies", [[], ["__Secure-errata-refresh=ended-long-ago"]])
def test_signing_out_twice_is_no_error(stranger: Client, cookies: list[str]) -> None:
    headers = {"x-errata-request": "1"}

    assert stranger.send("DELETE", "/api/session", headers=headers, cookies=cookies).status == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"username": "ada"}, "password"),
        ({"password": "x"}, "username"),
        ({"username": "", "password": "x"}, "username"),
        ({"username": "a\x00b", "password": "x"}, "username"),
        ({"username": "a" * 129, "password": "x"}, "username"),
        ({"username": "ada", "password": ""}, "password"),
        ({"username": "ada", "password": "x" * 257}, "password"),
        ({"username": ["ada"], "password": "x"}, "username"),
        ({"username": None, "password": "x"}, "username"),
        ({"username": "ada", "password": "x", "admin": True}, "admin"),
        (["ada", "x"], "body"),
        ("ada", "body"),
        (None, "body"),
    ],
)
def test_bad_credentials_bodies_are_named(stranger: Client, body: object, field: str) -> None:
    answer = stranger.post("/api/session", body)

    assert (answer.status, answer.error["field"]) == (422, field)


@pytest.mark.parametrize("text", ["{", "nope", "\x00", "[" * 30_000, '{"username": "\\ud800"}'])
def test_a_body_that_is_not_json_is_named(stranger: Client, text: str) -> None:
    headers = {"content-type": "application/json", "x-errata-request": "1"}

    answer = stranger.send("POST", "/api/session", headers=headers, body=text)

    assert (answer.status, answer.error["field"]) == (422, "body")


def test_cognito_away_is_503_with_a_hint(stranger: Client, sign_in: FakeSignIn) -> None:
    sign_in.down = True

    answer = stranger.post("/api/session", SIGN_IN)

    assert (answer.status, answer.error["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "2"


def test_signing_in_replaces_whatever_session_was_planted(
    stranger: Client, sign_in: FakeSignIn
) -> None:
    """Session fixation: what a browser brought along is neither kept nor made anybody's."""
    planted = ["__Host-errata=planted", "__Secure-errata-refresh=planted"]

    answer = stranger.send(
        "POST",
        "/api/session",
        headers={"content-type": "application/json", "x-errata-request": "1"},
        body=json.dumps(SIGN_IN),
        cookies=planted,
    )

    access, refresh = answer.cookies
    assert access.startswith(f"__Host-errata={sign_in.access_token};")
    assert refresh.startswith("__Secure-errata-refresh=refresh-1;")
    assert "planted" not in "".join(answer.cookies)


@pytest.mark.parametrize(
    "username", ["", "a b", "a\tb", "\u200bada", "ada\u0000", "\ue000", "x" * 129]
)
def test_what_cannot_be_a_user_name_is_named(stranger: Client, username: str) -> None:
    """Cognito would answer with an error that is not about the password."""
    answer = stranger.post("/api/session", SIGN_IN | {"username": username})

    assert (answer.status, answer.error["field"]) == (422, "username")
