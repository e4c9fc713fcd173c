import base64
import json

import pytest

from lambdas.admin_api.rates import CallerLimits
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import NOW, FakeArtifacts, FakeBudget, FakeRates, FakeStore
from tests.unit.admin_api.signing_in import FakeSignIn


def unsigned_token(**claims: object) -> str:
    """A token as Cognito returns it over TLS; the API reads it without checking."""
    given = {"sub": "user-1", "username": "ada", "exp": 1793000000} | claims
    parts = [json.dumps(part).encode() for part in ({"alg": "RS256"}, given)]
    encoded = [base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, "c2ln"])


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def artifacts() -> FakeArtifacts:
    return FakeArtifacts()


@pytest.fixture
def sign_in() -> FakeSignIn:
    return FakeSignIn(unsigned_token(**{"cognito:groups": ["admin"]}))


@pytest.fixture
def budget() -> FakeBudget:
    return FakeBudget()


@pytest.fixture
def services(
    store: FakeStore, artifacts: FakeArtifacts, budget: FakeBudget, sign_in: FakeSignIn
) -> Services:
    stores = (store,) * 6
    limits = CallerLimits(FakeRates(), writes=60, costly_reads=300)
    return Services(*stores, artifacts, budget, sign_in, limits, clock=lambda: NOW)


@pytest.fixture
def client(services: Services) -> Client:
    return Client(services)


@pytest.fixture
def stranger(services: Services) -> Client:
    return Client(services, identity=None)
