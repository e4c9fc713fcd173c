"""The front door: identity, forged writes, and bodies."""

import base64

import pytest

from lambdas.admin_api.app import HEADERS
from lambdas.admin_api.guard import PUBLIC
from lambdas.admin_api.openapi import document
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import EVENT, Client
from tests.unit.admin_api.fakes import ulid

ROUTES = [
    (method.upper(), path)
    for path, methods in document()["paths"].items()
    for method in methods
]  # fmt: skip
PROTECTED = [route for route in ROUTES if route not in PUBLIC]


def concrete(path: str) -> str:
    return (
        path.replace("{experiment_id}", ulid())
        .replace("{failure_id}", ulid())
        .replace("{name}", "mine")
        .replace("{fingerprint}", "v1-" + "ab" * 16)
    )


def test_the_public_routes_are_these_and_exist() -> None:
    assert set(ROUTES) >= PUBLIC


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_every_other_route_needs_identity(stranger: Client, method: str, path: str) -> None:
    answer = stranger.send(method, concrete(path), headers={"x-errata-request": "1"})

    assert (answer.status, answer.error["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("path", ["/", "/api", "/api/nothing", "/api/health/", "/api/experiments/"])
def test_a_stranger_cannot_tell_which_routes_exist(stranger: Client, path: str) -> None:
    assert stranger.get(path).status == 401


def test_a_stranger_learns_nothing_from_validation(stranger: Client) -> None:
    assert stranger.get("/api/experiments", limit="many").status == 401


@pytest.mark.parametrize(
    "vouched",
    [{}, {"sub": "x"}, {"sub": "x", "username": "ada"}, {"username": "ada", "expires_at": 1}],
)
def test_half_an_identity_is_none(services: Services, vouched: dict[str, object]) -> None:
    assert Client(services, identity=vouched).get("/api/experiments").status == 401


def test_claims_of_another_kind_of_authorizer_are_not_identity(services: Services) -> None:
    """Only ``authorizer.lambda`` counts; a header that claims to be somebody does not."""
    stranger = Client(services, identity=None)

    answer = stranger.get("/api/session", headers={"authorization": "Bearer x", "x-user": "ada"})

    assert answer.status == 401


@pytest.mark.parametrize(("method", "path"), [r for r in ROUTES if r[0] != "GET"])
@pytest.mark.parametrize("header", [{}, {"x-errata-request": "0"}, {"x-errata-request": ""}])
def test_writes_without_their_header_are_refused(
    client: Client, method: str, path: str, header: dict[str, str]
) -> None:
    answer = client.send(method, path, headers=header)

    assert (answer.status, answer.error["code"]) == (403, "forbidden")
    assert answer.error["field"] == "x-errata-request"


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_bodies_other_than_json_are_refused(stranger: Client, media: str) -> None:
    headers = {"x-errata-request": "1", "content-type": media}

    answer = stranger.send("POST", "/api/session", headers=headers, body="username=ada")

    assert (answer.status, answer.error["code"]) == (415, "unsupported_media_type")


def test_large_bodies_are_refused_unread(stranger: Client) -> None:
    answer = stranger.post("/api/session", {"username": "ada", "password": "x" * 70_000})

    assert (answer.status, answer.error["code"]) == (413, "too_large")


def test_a_body_in_base64_is_read(stranger: Client) -> None:
    body = base64.b64encode(b'{"username": "ada", "password": "correct horse"}').decode()
    headers = {"x-errata-request": "1", "content-type": "application/json; charset=utf-8"}

    answer = stranger.send("POST", "/api/session", headers=headers, body=body, base64_encoded=True)

    assert answer.status == 200


@pytest.mark.parametrize("body", ["not base64!", base64.b64encode(b"\xff\xfe{}").decode()])
def test_a_body_that_is_not_text_is_named(stranger: Client, body: object) -> None:
    headers = {"x-errata-request": "1", "content-type": "application/json"}

    answer = stranger.send("POST", "/api/session", headers=headers, body=body, base64_encoded=True)

    assert (answer.status, answer.error["field"]) == (422, "body")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/nothing"), ("POST", "/api/experiments"), ("PATCH", "/api/session")],
)
def test_unknown_paths_and_methods_are_not_found(client: Client, method: str, path: str) -> None:
    answer = client.send(method, path, headers={"x-errata-request": "1"})

    assert (answer.status, answer.error["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/api/health", "/api/session", "/api/nothing", "/api/experiments/1"]
)
@pytest.mark.parametrize("identity", [None, EVENT["requestContext"]["authorizer"]["lambda"]])
def test_every_answer_carries_the_security_headers(
    services: Services, path: str, identity: dict[str, object] | None
) -> None:
    answer = Client(services, identity).get(path)

    assert answer.headers.items() >= HEADERS.items()
