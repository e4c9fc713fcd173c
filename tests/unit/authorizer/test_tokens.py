import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdas.authorizer.tokens import LEEWAY_S, InvalidTokenError, TokenVerifier
from tests.unit.authorizer.conftest import CLIENT_ID, ISSUER, Issuer, published


@pytest.fixture
def now() -> int:
    return int(time.time())


@pytest.fixture
def verifier(issuer: Issuer) -> TokenVerifier:
    keys = jwt.PyJWKClient(issuer.url, timeout=2)
    return TokenVerifier(keys, issuer=ISSUER, client_id=CLIENT_ID)


def test_an_access_token_of_our_pool_opens(
    verifier: TokenVerifier, issuer: Issuer, now: int
) -> None:
    claims = verifier.verify(issuer.token(issuer.claims(now)))

    assert (claims.username, claims.groups, claims.exp) == ("ada", ["admin"], now + 3600)


def test_a_user_without_groups_has_none(verifier: TokenVerifier, issuer: Issuer, now: int) -> None:
    assert (
        verifier.verify(issuer.token(issuer.claims(now, **{"cognito:groups": None}))).groups == []
    )


def test_expiry_has_a_small_leeway(verifier: TokenVerifier, issuer: Issuer, now: int) -> None:
    verifier.verify(issuer.token(issuer.claims(now, exp=now - LEEWAY_S // 2)))

    with pytest.raises(InvalidTokenError):
        verifier.verify(issuer.token(issuer.claims(now, exp=now - LEEWAY_S - 60)))


def segment(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_keys_are_fetched_once_for_many_tokens(
    verifier: TokenVerifier, issuer: Issuer, now: int
) -> None:
    for _ in range(5):
        verifier.verify(issuer.token(issuer.claims(now)))

    assert issuer.fetched == 1


def test_unknown_key_ids_cannot_make_us_hammer_the_issuer(
    verifier: TokenVerifier, issuer: Issuer, now: int
) -> None:
    verifier.verify(issuer.token(issuer.claims(now)))
    for number in range(20):
        with pytest.raises(InvalidTokenError):
            verifier.verify(issuer.token(issuer.claims(now), kid=f"unknown-{number}"))

    assert issuer.fetched <= 2


def test_a_rotated_key_is_found(issuer: Issuer, foreign_key: rsa.RSAPrivateKey, now: int) -> None:
    keys = jwt.PyJWKClient(issuer.url, timeout=2, cooldown_duration=0)
    verifier = TokenVerifier(keys, issuer=ISSUER, client_id=CLIENT_ID)
    verifier.verify(issuer.token(issuer.claims(now)))

    issuer.key, issuer.kid = foreign_key, "key-2"
    issuer.published = published(foreign_key, "key-2")

    assert verifier.verify(issuer.token(issuer.claims(now))).username == "ada"
    assert issuer.fetched == 2


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, {}), (302, {}), (200, {"keys": []}), (200, []), (200, {"keys": "no"})],
)
def test_without_the_issuers_keys_nothing_opens(
    verifier: TokenVerifier, issuer: Issuer, now: int, status: int, body: object
) -> None:
    issuer.status, issuer.published = status, body

    with pytest.raises(InvalidTokenError):
        verifier.verify(issuer.token(issuer.claims(now)))


def test_an_issuer_that_is_away_opens_nothing(issuer: Issuer, now: int) -> None:
    keys = jwt.PyJWKClient("http://127.0.0.1:9/jwks.json", timeout=1)

    with pytest.raises(InvalidTokenError):
        TokenVerifier(keys, issuer=ISSUER, client_id=CLIENT_ID).verify(
            issuer.token(issuer.claims(now))
        )


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "\x00",
        "\ud800",
        "é.é.é",
        "eyJhbGciOiJSUzI1NiJ9.e30.",
        "x" * 9_000,
    ],
    ids=ascii,
)
def test_garbage_is_refused(verifier: TokenVerifier, token: str) -> None:
    with pytest.raises(InvalidTokenError):
        verifier.verify(token)


JSON = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=JSON)
def test_any_header_is_refused_without_a_crash(
    verifier: TokenVerifier, issuer: Issuer, header: object
) -> None:
    text = json.dumps(header).encode()
    first = base64.urlsafe_b64encode(text).rstrip(b"=").decode()

    with pytest.raises(InvalidTokenError):
        verifier.verify(f"{first}.{segment(issuer.claims(0))}.c2ln")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 2_000), letter=st.characters())
def test_any_changed_letter_is_refused(
    verifier: TokenVerifier, issuer: Issuer, position: int, letter: str
) -> None:
    token = issuer.token(issuer.claims(int(time.time())))
    position %= len(token) - 4  # the last letters hold padding bits that mean nothing
    changed = token[:position] + letter + token[position + 1 :]
    if changed != token:
        with pytest.raises(InvalidTokenError):
            verifier.verify(changed)
