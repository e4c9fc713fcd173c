"""Which role each write needs: a new write is refused a place here until someone says."""

import json

import pytest

from lambdas.admin_api.guard import PUBLIC, READS
from lambdas.admin_api.openapi import document
from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import EVENT, Answer, Client
from tests.unit.admin_api.fakes import FINGERPRINT, FakeStore, group, record

FAILURE = "/api/experiments/{experiment_id}/failures/{failure_id}"
VERDICT = {
    "category": "timeout",
    "severity": "medium",
    "root_cause": "The loop never ends.",
    "fix_suggestion": "Advance the index.",
}
ADMINISTRATORS = {
    ("POST", f"{FAILURE}/correction"): VERDICT,
    ("POST", "/api/groups/{fingerprint}/status"): {"status": "muted"},
}
"""What changes what all others see, and a body that does it."""
ONES_OWN = {
    ("PUT", "/api/views/{name}"): {"address": "?"},
    ("DELETE", "/api/views/{name}"): None,
}
READ_ONLY = {("POST", "/api/differences")}


@pytest.fixture
def viewer(services: Services, store: FakeStore) -> Client:
    store.records = [record()]
    store.all_groups = [group()]
    vouched = EVENT["requestContext"]["authorizer"]["lambda"]
    return Client(services, identity=vouched | {"groups": ["viewer", "Admin", "administrators"]})


def send(client: Client, store: FakeStore, route: tuple[str, str], body: object) -> Answer:
    method, path = route
    event = store.records[0].event
    there = path.format(
        experiment_id=event.experiment_id,
        failure_id=event.failure_id,
        fingerprint=FINGERPRINT,
        name="mine",
    )
    headers = {"content-type": "application/json", "x-errata-request": "1"}
    text = None if body is None else json.dumps(body)
    return client.send(method, there, headers=headers, body=text)


def test_every_write_has_its_place_here() -> None:
    writes = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
        if method.upper() not in READS
    }

    assert writes - PUBLIC == {*ADMINISTRATORS, *ONES_OWN, *READ_ONLY}


@pytest.mark.parametrize(("route", "body"), ADMINISTRATORS.items())
def test_a_viewer_changes_nothing_that_others_see(
    viewer: Client, store: FakeStore, route: tuple[str, str], body: object
) -> None:
    before = (list(store.records), list(store.all_groups))

    answer = send(viewer, store, route, body)

    assert (answer.status, answer.error["code"]) == (403, "forbidden")
    assert (store.records, store.all_groups) == before


@pytest.mark.parametrize(("route", "body"), ADMINISTRATORS.items())
def test_an_administrator_may(
    viewer: Client, store: FakeStore, route: tuple[str, str], body: object
) -> None:
    assert viewer.identity is not None
    viewer.identity = viewer.identity | {"groups": ["admin"]}

    assert send(viewer, store, route, body).status == 200


@pytest.mark.parametrize(("route", "body"), ONES_OWN.items())
def test_a_viewer_keeps_their_own(
    viewer: Client, store: FakeStore, route: tuple[str, str], body: object
) -> None:
    assert send(viewer, store, route, body).status in {200, 204}


def test_a_viewer_does_not_read_what_others_changed(viewer: Client) -> None:
    assert viewer.get("/api/audit").status == 403
