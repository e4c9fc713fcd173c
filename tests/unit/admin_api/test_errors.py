"""What callers see when something breaks behind the API."""

import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errata.errors import ConflictError, StorageError
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeStore, experiment, ulid


def test_a_store_that_is_down_is_503_with_a_hint(client: Client, store: FakeStore) -> None:
    store.down = StorageError("table errata-123 in account 123456789012: timed out")

    answer = client.get("/api/experiments")

    assert (answer.status, answer.error["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "2"
    assert "123456789012" not in answer.body.decode()


def test_a_bug_is_500_without_its_trace_but_with_one_in_the_log(
    client: Client, store: FakeStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.down = ZeroDivisionError("secret detail")

    with caplog.at_level(logging.ERROR):
        answer = client.get("/api/experiments")

    assert (answer.status, answer.error["code"]) == (500, "internal")
    assert "secret detail" not in answer.body.decode()
    assert "Traceback" not in answer.body.decode()


def test_an_answer_that_breaks_its_own_contract_is_our_fault_not_the_callers(
    client: Client, store: FakeStore
) -> None:
    store.token = None

    assert client.get("/api/version").status == 500


def test_a_conflict_is_409(client: Client, store: FakeStore) -> None:
    store.down = ConflictError("moved on")

    assert client.get("/api/version").status == 409


@pytest.mark.parametrize("path", ["/api/nothing", "/api/experiments/1"])
def test_every_error_has_one_shape(client: Client, path: str) -> None:
    answer = client.get(path)

    assert set(json.loads(answer.body)) == {"error"}
    assert set(answer.error) <= {"code", "message", "field"}
    assert answer.headers["Content-Type"] == "application/json"


def test_an_answer_too_large_for_lambda_asks_for_a_smaller_page(
    client: Client, store: FakeStore
) -> None:
    bulky = [{f"{number:0200}": 1.0 for number in range(40)} for _ in range(64)]
    store.all_experiments = [experiment(points=bulky) for _ in range(20)]

    assert client.get("/api/experiments", limit=5).status == 200
    refused = client.get("/api/experiments", limit=20)
    assert (refused.status, refused.error["field"]) == (422, "limit")


METHODS = st.sampled_from(["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "BREW"])
SEGMENTS = st.sampled_from(
    ["api", "experiments", "failures", "groups", "stats", "session", "refresh", "password", "code",
     "log", "version", "parked", ulid(), "v1-" + "ab" * 16]
)  # fmt: skip
NAMES = st.sampled_from(["limit", "cursor", "first_day", "last_day", "status", "stage"]) | st.text()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=METHODS,
    path=st.lists(SEGMENTS | st.text(max_size=30), max_size=6).map("/".join),
    query=st.dictionaries(NAMES, st.text() | st.integers() | st.dates(), max_size=3),
    headers=st.dictionaries(
        st.sampled_from(["if-none-match", "cookie", "content-type"]), st.text()
    ),
    body=st.none() | st.text() | st.just('{"username": "ada", "password": "x"}'),
    encoded=st.booleans(),
    signed_in=st.booleans(),
)
def test_no_request_at_all_makes_it_fail(
    services: Services,
    method: str,
    path: str,
    query: dict[str, object],
    headers: dict[str, str],
    body: str | None,
    encoded: bool,
    signed_in: bool,
) -> None:
    caller = Client(services) if signed_in else Client(services, identity=None)

    answer = caller.send(
        method,
        "/api/" + path,
        headers={"x-errata-request": "1"} | headers,
        query=query,
        body=body,
        base64_encoded=encoded,
    )

    assert answer.status in {200, 204, 401, 404, 413, 415, 422}
    if answer.status >= 400:
        assert answer.error["message"]
