"""What a visitor meets: CloudFront, the authorizer, the API and sign-in, all as deployed."""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from infra import site
from infra.local.stack import StackOutputs
from infra.local.users import credentials
from tests.e2e.visitor import Visitor

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_cognito_idp.type_defs import AuthenticationResultTypeTypeDef


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


@dataclass(frozen=True)
class Thief:
    """Somebody with the administrator's own token, the pool's public keys, and an account."""

    stack: StackOutputs
    access: str

    def tampered(self) -> str:
        return f"{self._head()}.{self._body(username='somebody-else')}.{self._signature()}"

    def unsigned(self) -> str:
        return f"{segment({'alg': 'none', 'typ': 'JWT'})}.{self._body()}."

    def mac_with_public_key(self) -> str:
        """What a verifier that trusts ``alg`` would take for a shared secret (RFC 8725, 2.1)."""
        keys = f"{self.stack.endpoint_url}/{self.stack.user_pool_id}/.well-known/jwks.json"
        key = jwt.PyJWKClient(keys).get_signing_key_from_jwt(self.access).key
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        kid = jwt.get_unverified_header(self.access)["kid"]
        body = f"{segment({'alg': 'HS256', 'typ': 'JWT', 'kid': kid})}.{self._body()}"
        return f"{body}.{encoded(hmac.digest(pem, body.encode(), 'sha256'))}"

    def id_token(self) -> str:
        return self._tokens(self.stack.user_pool_client_id)["IdToken"]

    def of_another_client(self) -> str:
        made = self._cognito().create_user_pool_client(
            UserPoolId=self.stack.user_pool_id,
            ClientName="another",
            ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        return self._tokens(made["UserPoolClient"]["ClientId"])["AccessToken"]

    def _tokens(self, client_id: str) -> "AuthenticationResultTypeTypeDef":
        user = next(user for user in credentials() if user.username == "admin")
        return self._cognito().admin_initiate_auth(
            UserPoolId=self.stack.user_pool_id,
            ClientId=client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user.username, "PASSWORD": user.password},
        )["AuthenticationResult"]

    def _cognito(self) -> "CognitoIdentityProviderClient":
        return self.stack.session().client("cognito-idp")

    def _head(self) -> str:
        return self.access.split(".")[0]

    def _signature(self) -> str:
        return self.access.split(".")[2]

    def _body(self, **changes: object) -> str:
        payload = self.access.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
        return segment(claims | changes)


def segment(part: object) -> str:
    return encoded(json.dumps(part).encode())


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


@pytest.mark.parametrize(
    "stolen",
    [
        Thief.tampered,
        Thief.unsigned,
        Thief.mac_with_public_key,
        Thief.id_token,
        Thief.of_another_client,
    ],
)
def test_no_other_token_opens(
    stack: StackOutputs, admin: Visitor, stolen: Callable[[Thief], str]
) -> None:
    """Five of the table in ``tests/unit/authorizer``, at the whole stack."""
    visitor = Visitor(stack.site_url)
    visitor.cookies["__Host-errata"] = stolen(Thief(stack, admin.cookies["__Host-errata"]))

    assert visitor.get("/api/session").status == 403


def test_the_key_of_cursors_is_the_secret_that_the_stack_made(stack: StackOutputs) -> None:
    session = stack.session()
    [function] = [
        it["Environment"]["Variables"]
        for it in session.client("lambda").list_functions()["Functions"]
        if "ERRATA_CURSOR_KEY" in it.get("Environment", {}).get("Variables", {})
    ]
    secrets = session.client("secretsmanager")
    [secret] = [it for it in secrets.list_secrets()["SecretList"] if "-cursors-" in it["Name"]]

    kept = secrets.get_secret_value(SecretId=secret["ARN"])["SecretString"]
    assert len(kept) == 43
    assert function["ERRATA_CURSOR_KEY"] == kept


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
