import json

import pytest

from tests.unit.admin_api.client import EVENT, Answer, Client
from tests.unit.admin_api.fakes import FakeStore

SENT = {"content-type": "application/json", "x-errata-request": "1"}


def put(client: Client, name: str, address: str) -> Answer:
    body = json.dumps({"address": address})
    return client.send("PUT", f"/api/views/{name}", headers=SENT, body=body)


def save(client: Client, name: str, address: str) -> int:
    return put(client, name, address).status


def names(client: Client) -> list[str]:
    return [view["name"] for view in client.get("/api/views").json["items"]]


def test_a_view_is_saved_replaced_and_forgotten(client: Client) -> None:
    assert save(client, "Slow ones", "?category=timeout") == 200
    assert save(client, "Slow%20ones", "?category=timeout&range=7") == 200
    assert save(client, "Große (2)", "?") == 200
    (big, slow) = client.get("/api/views").json["items"]
    assert (big["name"], slow["address"]) == ("Große (2)", "?category=timeout&range=7")

    for _ in range(2):
        assert client.send("DELETE", "/api/views/Slow%20ones", headers=SENT).status == 204
    assert names(client) == ["Große (2)"]


def test_nobody_sees_or_touches_another_ones(client: Client, store: FakeStore) -> None:
    save(client, "mine", "?")
    other = EVENT["requestContext"]["authorizer"]["lambda"] | {"sub": "somebody-else"}
    stranger = Client(client.services, identity=other)
    assert names(stranger) == []
    stranger.send("DELETE", "/api/views/mine", headers=SENT)
    assert names(client) == ["mine"]
    assert len(store.saved) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "category=timeout",
        "//evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "?a b",
        "?" + "a" * 1_000,
        "?\0",
        "?a\n",
        "?\u202e",
        " ?a",
    ],
)
def test_only_a_query_string_of_ours_is_an_address(client: Client, address: str) -> None:
    answer = put(client, "mine", address)
    assert (answer.status, answer.error["field"]) == (422, "address")
    assert names(client) == []


@pytest.mark.parametrize(
    "name", ["%20", "a%2Fb", "%3Cscript%3E", "a" * 61, "_x", "a%00", "a%0A", "%E2%80%AEa"]
)
def test_a_name_is_words(client: Client, name: str) -> None:
    deleted = client.send("DELETE", f"/api/views/{name}", headers=SENT)
    for answer in (put(client, name, "?"), deleted):
        assert (answer.status, answer.error["field"]) == (422, "name")
