import pytest

from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FINGERPRINT, FakeStore, group, record


def test_lists_groups(client: Client, store: FakeStore) -> None:
    other = "v1-" + "cd" * 16
    store.all_groups = [group(), group(fingerprint=other, count=1)]

    first = client.get("/api/groups", limit=1).json
    second = client.get("/api/groups", limit=1, cursor=first["cursor"]).json

    assert [item["fingerprint"] for item in first["items"]] == [FINGERPRINT]
    assert [item["fingerprint"] for item in second["items"]] == [other]


def test_one_group_comes_with_its_failures(client: Client, store: FakeStore) -> None:
    store.all_groups = [group()]
    store.records = [record(), record(), record({"fingerprint": "v1-" + "cd" * 16})]

    told = client.get(f"/api/groups/{FINGERPRINT}", limit=1).json

    assert told["group"]["count"] == 3
    assert len(told["failures"]["items"]) == 1
    item = told["failures"]["items"][0]
    assert item["diagnosis"]["failure_id"] == store.records[0].event.failure_id
    assert item["error_message"] == "NameError: name 'qp' is not defined"
    more = client.get(f"/api/groups/{FINGERPRINT}", cursor=told["failures"]["cursor"]).json
    assert len(more["failures"]["items"]) == 1


def test_an_unknown_group_is_not_found(client: Client) -> None:
    assert client.get(f"/api/groups/{FINGERPRINT}").status == 404


@pytest.mark.parametrize("bad", ["v1-123", "V1-" + "ab" * 16, "v1-" + "AB" * 16, "x"])
def test_a_malformed_fingerprint_is_named(client: Client, bad: str) -> None:
    answer = client.get(f"/api/groups/{bad}")

    assert (answer.status, answer.error["field"]) == (422, "fingerprint")


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/api/groups", "limit", 1_000_000),
        ("/api/groups", "cursor", "edited"),
        (f"/api/groups/{FINGERPRINT}", "limit", 51),
        (f"/api/groups/{FINGERPRINT}", "cursor", "edited"),
    ],
)
def test_bad_pages_are_named(
    client: Client, store: FakeStore, path: str, name: str, value: str
) -> None:
    store.all_groups = [group()]

    answer = client.get(path, **{name: value})

    assert (answer.status, answer.error["field"]) == (422, name)
