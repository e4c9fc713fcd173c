"""Tokens from keys made here, and a loopback issuer that publishes them."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Errata"
CLIENT_ID = "4example1client2id"


@dataclass
class Issuer:
    """Signs tokens as Cognito does, and counts how often its keys are fetched."""

    url: str
    key: rsa.RSAPrivateKey
    kid: str = "key-1"
    published: dict[str, Any] = field(default_factory=dict)
    fetched: int = 0
    status: int = 200

    def claims(self, now: int, **changes: object) -> dict[str, object]:
        given = {
            "sub": "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
            "iss": ISSUER,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "scope": "aws.cognito.signin.user.admin",
            "username": "ada",
            "cognito:groups": ["admin"],
            "iat": now - 10,
            "exp": now + 3600,
            "jti": "6f1c",
        } | changes
        return {name: value for name, value in given.items() if value is not None}

    def token(self, claims: dict[str, object], **headers: object) -> str:
        return jwt.encode(claims, self.key, "RS256", headers={"kid": self.kid} | headers)


@pytest.fixture(scope="session")
def signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def foreign_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(key: rsa.RSAPrivateKey, kid: str) -> dict[str, Any]:
    entry = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [entry | {"kid": kid, "use": "sig", "alg": "RS256"}]}


@pytest.fixture
def issuer(signing_key: rsa.RSAPrivateKey) -> Iterator[Issuer]:
    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.fetched += 1
            body = json.dumps(issuer.published).encode()
            self.send_response(issuer.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
        issuer = Issuer(url, signing_key, published=published(signing_key, "key-1"))
        yield issuer
        server.shutdown()
