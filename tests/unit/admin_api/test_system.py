import pytest

import errata
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeStore


def test_health_needs_nobody_and_no_store(stranger: Client, store: FakeStore) -> None:
    store.down = AssertionError("health must not touch the store")

    answer = stranger.get("/api/health")

    assert (answer.status, answer.json) == (200, {"status": "ok", "version": errata.__version__})


def test_version_carries_an_etag(client: Client) -> None:
    answer = client.get("/api/version")

    assert answer.json == {"version": "v7"}
    assert answer.headers["ETag"] == '"v7"'
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("known", ['"v7"', 'W/"v7"', '"v6", W/"v7"', "*"])
def test_nothing_new_is_304_without_a_body(client: Client, known: str) -> None:
    answer = client.get("/api/version", headers={"if-none-match": known})

    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == '"v7"'


@pytest.mark.parametrize("known", ['"v6"', "v7", "", '"v77"'])
def test_something_new_is_200(client: Client, known: str) -> None:
    assert client.get("/api/version", headers={"if-none-match": known}).status == 200
