"""One caller who asks too often is told when to ask again; others are not held up."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lambdas.admin_api.openapi import document
from lambdas.admin_api.rates import COSTLY, CallerLimits
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import EVENT, Answer, Client
from tests.unit.admin_api.fakes import NOW, FakeRates

SENT = {"content-type": "application/json", "x-errata-request": "1"}


@pytest.fixture
def services(services: Services) -> Services:
    return replace(services, limits=CallerLimits(FakeRates(), writes=2, costly_reads=3))


def save(client: Client) -> Answer:
    return client.send("PUT", "/api/views/mine", headers=SENT, body='{"address": "?"}')


def at(client: Client, now: datetime) -> Client:
    return replace(client, services=replace(client.services, clock=lambda: now))


def test_too_many_writes_are_refused_until_the_next_minute(client: Client) -> None:
    assert [save(client).status for _ in range(3)] == [200, 200, 429]

    refused = save(at(client, NOW + timedelta(seconds=20)))
    assert refused.error["code"] == "too_many_requests"
    assert refused.error["message"] == "2 writes a minute are all you have; try again in 40 seconds"
    assert refused.headers["Retry-After"] == "40"
    assert refused.headers["Cache-Control"] == "no-store"
    assert save(at(client, NOW + timedelta(seconds=60))).status == 200


def test_what_reads_much_is_counted_apart_from_writes(client: Client) -> None:
    question = {"selected": {"status": "failed"}, "rest": {}}
    asked = [client.post("/api/differences", question).status for _ in range(2)]
    asked += [client.get("/api/curves").status for _ in range(2)]

    assert asked == [200, 200, 200, 429]
    assert save(client).status == 200


def test_plain_reads_cost_no_write_to_count_them(client: Client) -> None:
    assert {client.get("/api/experiments").status for _ in range(20)} == {200}


def test_others_are_not_held_up(client: Client, services: Services) -> None:
    for _ in range(3):
        save(client)
    other = EVENT["requestContext"]["authorizer"]["lambda"] | {"sub": "somebody-else"}

    assert save(Client(services, identity=other)).status == 200


def test_a_session_can_be_opened_and_closed_as_often_as_the_gateway_lets(stranger: Client) -> None:
    for _ in range(4):
        answer = stranger.post("/api/session", {"username": "ada", "password": "correct horse"})
        assert answer.status == 200


def test_what_is_costly_exists_and_every_operation_tells_of_429() -> None:
    operations = [it for methods in document()["paths"].values() for it in methods.values()]

    assert {it["operationId"] for it in operations} >= COSTLY
    assert all("429" in it["responses"] for it in operations)
