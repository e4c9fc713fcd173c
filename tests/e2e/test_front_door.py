"""What a visitor meets: CloudFront, the authorizer, the API and sign-in, all as deployed."""

import base64
import json

import pytest

from infra import site
from infra.local.stack import StackOutputs
from tests.e2e.visitor import Visitor


def test_health_needs_no_session(stranger: Visitor) -> None:
    answer = stranger.get("/api/health")

    assert answer.status == 200
    assert answer.json["status"] == "ok"


def test_answers_of_the_api_carry_the_security_headers(stranger: Visitor) -> None:
    headers = stranger.get("/api/health").headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "max-age=" in headers["strict-transport-security"]


@pytest.mark.parametrize(
    "path", ["/api/session", "/api/experiments", "/api/stats", "/api/parked", "/api/anything"]
)
def test_a_stranger_is_refused(stranger: Visitor, path: str) -> None:
    # API Gateway's own answer when a Lambda authorizer says no; it cannot be made a 401.
    assert stranger.get(path).status == 403


def test_a_tampered_token_is_refused(stack: StackOutputs, admin: Visitor) -> None:
    header, payload, signature = admin.cookies["__Host-errata"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["username"] = "somebody-else"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    visitor = Visitor(stack.site_url)
    visitor.cookies["__Host-errata"] = f"{header}.{forged}.{signature}"

    assert visitor.get("/api/session").status == 403


def test_a_session_lives_in_cookies_that_no_script_reads(admin: Visitor) -> None:
    answer = admin.post("/api/session/refresh", {})

    assert answer.status == 200
    cookie = answer.cookies["__Host-errata"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"


def test_signing_in_sets_both_cookies_and_says_who(admin: Visitor) -> None:
    assert set(admin.cookies) == {"__Host-errata", "__Secure-errata-refresh"}
    who = admin.get("/api/session").json
    assert (who["username"], who["roles"]) == ("admin", ["viewer", "admin"])


def test_a_machine_sends_its_token_in_a_header(admin: Visitor, stranger: Visitor) -> None:
    token = admin.cookies["__Host-errata"]

    answer = stranger.get("/api/session", authorization=f"Bearer {token}")

    assert answer.status == 200


def test_query_strings_arrive_as_sent(admin: Visitor) -> None:
    answer = admin.get("/api/experiments?limit=0")

    assert answer.status == 422
    assert answer.json["error"]["field"].endswith("limit")


def test_the_dashboard_is_served_from_its_private_bucket(stranger: Visitor) -> None:
    assert site.built(), "run `make setup`: the dashboard is not built"
    page = stranger.get("/")

    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    assert "trusted-types 'none'" in page.headers["content-security-policy"]
