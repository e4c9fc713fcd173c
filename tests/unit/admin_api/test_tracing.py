"""A request that is about an experiment is found by it among the traces."""

import socket
from collections.abc import Iterator

import pytest

from lambdas.admin_api import handler as entry
from lambdas.admin_api.services import Services
from tests.support.tracing import listening, received
from tests.unit.admin_api.client import Client, Context
from tests.unit.admin_api.fakes import ulid


class Whole(Client):
    """Calls the function's own handler."""

    def call(self, event: dict) -> dict:
        return entry.handler(event, Context())


@pytest.fixture
def client(services: Services, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(entry, "services", lambda: services)
    return Whole(services)


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with listening(monkeypatch) as listener:
        yield listener


@pytest.mark.parametrize("below", ["", "/failures/x/log"])
def test_the_experiment_is_an_annotation(client: Client, daemon: socket.socket, below: str) -> None:
    about = ulid()

    client.get(f"/api/experiments/{about}{below}")

    _, told = received(daemon)
    assert told["name"] == "answered"
    assert told["annotations"] == {"experiment_id": about, "method": "GET"}
    assert told["start_time"] <= told["end_time"]


def test_what_is_about_none_is_not_marked(client: Client, daemon: socket.socket) -> None:
    last = ulid()

    for path in ("/api/groups", "/api/experiments", "/api/experiments/<script>", f"/api/{ulid()}"):
        client.get(path)
    client.get(f"/api/experiments/{ulid()}X")
    client.get(f"/api/experiments/{last}")

    assert received(daemon)[1]["annotations"]["experiment_id"] == last
