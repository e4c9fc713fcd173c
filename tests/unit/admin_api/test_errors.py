"""What callers see when something breaks behind the API."""

import json
import logging

import pytest

from errata.errors import ConflictError, StorageError
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeStore


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
