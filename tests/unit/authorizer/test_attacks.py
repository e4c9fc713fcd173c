"""A table of forged, foreign and stale tokens: none opens, however it is carried.

Each is made of an honest token by the one change it is named after, so that the honest one opening
shows that it is this change which shuts the door.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lambdas.authorizer import bootstrap
from lambdas.authorizer.handler import handler
from lambdas.authorizer.tokens import LEEWAY_S
from tests.unit.admin_api.client import Context
from tests.unit.authorizer.conftest import CLIENT_ID, ISSUER, Issuer, published

ANOTHER_POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other"
PAST = LEEWAY_S + 60


@dataclass(frozen=True)
class Forge:
    """What an attacker has: tokens the issuer signed, its public key, and keys of their own."""

    issuer: Issuer
    own_key: rsa.RSAPrivateKey
    now: int

    def claiming(self, **changes: object) -> str:
        """The issuer's signature under other claims: what another pool or client would get."""
        return self.issuer.token(self.issuer.claims(self.now, **changes))

    def headed(self, **headers: object) -> str:
        """Honest claims under the attacker's key, with a header that asks to be believed."""
        claims = self.issuer.claims(self.now)
        return jwt.encode(claims, self.own_key, "RS256", headers={"kid": "key-1"} | headers)

    def unsigned(self, algorithm: str) -> str:
        return f"{self._body(algorithm)}."

    def mac_with_public_key(self) -> str:
        """RFC 8725, 2.1: a verifier that trusts ``alg`` takes the public key for a secret."""
        public = self.issuer.key.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        body = self._body("HS256")
        mac = hmac.digest(pem, body.encode(), hashlib.sha256)
        return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    def signed_as(self, algorithm: str) -> str:
        claims = self.issuer.claims(self.now)
        key = ec.generate_private_key(ec.SECP256R1()) if algorithm == "ES256" else self.issuer.key
        return jwt.encode(claims, key, algorithm, headers={"kid": "key-1"})

    def tampered(self, **changes: object) -> str:
        head, _, signature = self.claiming().split(".")
        return f"{head}.{segment(self.issuer.claims(self.now, **changes))}.{signature}"

    def _body(self, algorithm: str) -> str:
        header = {"alg": algorithm, "typ": "JWT", "kid": "key-1"}
        return f"{segment(header)}.{segment(self.issuer.claims(self.now))}"


ATTACKS: dict[str, Callable[[Forge], str]] = {
    "another pool": lambda forge: forge.claiming(iss=ANOTHER_POOL),
    "no issuer": lambda forge: forge.claiming(iss=None),
    "another client": lambda forge: forge.claiming(client_id="another-client"),
    "no client": lambda forge: forge.claiming(client_id=None),
    "the client as audience": lambda forge: forge.claiming(client_id=None, aud=CLIENT_ID),
    "an id token": lambda forge: forge.claiming(token_use="id", aud=CLIENT_ID, client_id=None),
    "an id token with a client": lambda forge: forge.claiming(token_use="id"),
    "no use": lambda forge: forge.claiming(token_use=None),
    "expired": lambda forge: forge.claiming(exp=forge.now - PAST),
    "never expires": lambda forge: forge.claiming(exp=None),
    "expiry is no number": lambda forge: forge.claiming(exp="never"),
    "not yet valid": lambda forge: forge.claiming(nbf=forge.now + PAST),
    "issued in the future": lambda forge: forge.claiming(iat=forge.now + PAST),
    "never issued": lambda forge: forge.claiming(iat=None),
    "nobody": lambda forge: forge.claiming(sub=None),
    "somebody who is a number": lambda forge: forge.claiming(sub=7),
    "no name": lambda forge: forge.claiming(username=None),
    "several names": lambda forge: forge.claiming(username=["ada"]),
    "groups as text": lambda forge: forge.claiming(**{"cognito:groups": "admin"}),
    "groups of numbers": lambda forge: forge.claiming(**{"cognito:groups": [1]}),
    "alg none": lambda forge: forge.unsigned("none"),
    "alg None": lambda forge: forge.unsigned("None"),
    "alg NONE": lambda forge: forge.unsigned("NONE"),
    "no alg": lambda forge: forge.unsigned(""),
    "HS256 with the public key": Forge.mac_with_public_key,
    "RS384": lambda forge: forge.signed_as("RS384"),
    "RS512": lambda forge: forge.signed_as("RS512"),
    "PS256": lambda forge: forge.signed_as("PS256"),
    "ES256": lambda forge: forge.signed_as("ES256"),
    "a key of one's own": lambda forge: forge.headed(),
    "an unknown key": lambda forge: forge.headed(kid="key-2"),
    "a key by address": lambda forge: forge.headed(jku="https://evil.example/jwks.json"),
    "a certificate by address": lambda forge: forge.headed(x5u="https://evil.example/cert"),
    "a key in the token": lambda forge: forge.headed(
        jwk=published(forge.own_key, "key-1")["keys"][0]
    ),
    "another name written in": lambda forge: forge.tampered(username="root"),
    "a group written in": lambda forge: forge.tampered(**{"cognito:groups": ["admin", "root"]}),
    "a later end written in": lambda forge: forge.tampered(exp=2**40),
    "the signature cut off": lambda forge: forge.claiming().rpartition(".")[0] + ".",
    "too long": lambda forge: forge.claiming(padding="x" * 9_000),
}


def segment(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def opens(token: str, carrier: str) -> bool:
    event = {
        "bearer": {"headers": {"authorization": f"Bearer {token}"}},
        "cookie": {"cookies": [f"__Host-errata={token}"]},
    }[carrier]
    answer = handler(event, Context())
    assert answer["isAuthorized"] or set(answer) == {"isAuthorized"}
    return bool(answer["isAuthorized"])


@pytest.fixture
def forge(
    issuer: Issuer, foreign_key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Forge]:
    monkeypatch.setenv("ERRATA_USER_POOL_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("ERRATA_TOKEN_ISSUER", ISSUER)
    monkeypatch.setenv("ERRATA_JWKS_URL", issuer.url)
    bootstrap.verifier.cache_clear()
    yield Forge(issuer, foreign_key, int(time.time()))
    bootstrap.verifier.cache_clear()


@pytest.mark.parametrize("carrier", ["bearer", "cookie"])
def test_the_honest_token_opens(forge: Forge, carrier: str) -> None:
    assert opens(forge.claiming(), carrier)


@pytest.mark.parametrize("carrier", ["bearer", "cookie"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_opens(forge: Forge, attack: str, carrier: str) -> None:
    assert not opens(ATTACKS[attack](forge), carrier)
