from datetime import timedelta

import pytest

from errata.taxonomy import GroupStatus
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FINGERPRINT, NOW, FakeStore, group, record


def test_lists_groups(client: Client, store: FakeStore) -> None:
    other = "v1-" + "cd" * 16
    store.all_groups = [group(), group(fingerprint=other, count=1)]

    first = client.get("/api/groups", limit=1).json
    second = client.get("/api/groups", limit=1, cursor=first["cursor"]).json

    assert [item["fingerprint"] for item in first["items"]] == [FINGERPRINT]
    assert [item["fingerprint"] for item in second["items"]] == [other]


def named(letter: str) -> str:
    return f"v1-{letter * 32}"


@pytest.mark.parametrize("status", ["open", "resolved", "regressed", "muted"])
def test_groups_of_one_status(client: Client, store: FakeStore, status: str) -> None:
    for letter, given in zip("abcd", GroupStatus, strict=True):
        store.all_groups.append(group(fingerprint=named(letter), status=given))

    told = client.get("/api/groups", status=status).json["items"]

    assert [item["status"] for item in told] == [status]


def test_a_group_tells_its_last_days(client: Client, store: FakeStore) -> None:
    recent = [{"day": "2026-11-20", "count": 2}, {"day": "2026-11-21", "count": 1}]
    store.all_groups = [group(recent=recent)]

    assert client.get("/api/groups").json["items"][0]["recent"] == recent


def test_new_groups_come_worst_first(client: Client, store: FakeStore) -> None:
    for letter, severity, count in [
        ("a", "low", 90),
        ("b", "high", 2),
        ("c", "high", 7),
        ("d", "critical", 1),
        ("e", "medium", 50),
    ]:
        store.all_groups.append(group(fingerprint=named(letter), severity=severity, count=count))

    told = client.get("/api/groups/new", limit=4).json

    assert [item["fingerprint"] for item in told["items"]] == [named(it) for it in "dcbe"]
    assert told["truncated"] is False


def test_new_groups_leave_out_what_needs_no_attention(client: Client, store: FakeStore) -> None:
    for letter, status in zip("abcd", GroupStatus, strict=True):
        store.all_groups.append(group(fingerprint=named(letter), status=status))

    told = client.get("/api/groups/new").json["items"]

    assert [item["status"] for item in told] == ["open", "regressed"]


def test_new_groups_are_those_first_seen_in_the_days_asked_for(
    client: Client, store: FakeStore
) -> None:
    for letter, days_ago in [("a", 40), ("b", 2), ("c", 1)]:
        first_seen = NOW - timedelta(days=days_ago)
        store.all_groups.append(group(fingerprint=named(letter), first_seen=first_seen))

    lately = client.get("/api/groups/new").json["items"]
    on_a_day = client.get("/api/groups/new", first_day="2026-11-19", last_day="2026-11-19").json

    assert [item["fingerprint"] for item in lately] == [named("c"), named("b")]
    assert [item["fingerprint"] for item in on_a_day["items"]] == [named("b")]


def test_more_new_groups_than_are_ranked_say_so(client: Client, store: FakeStore) -> None:
    store.all_groups = [group(fingerprint=f"v1-{number:032x}") for number in range(201)]

    told = client.get("/api/groups/new", limit=3).json

    assert (len(told["items"]), told["truncated"]) == (3, True)


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
        ("/api/groups", "status", "closed"),
        ("/api/groups/new", "limit", 0),
        ("/api/groups/new", "first_day", "2026-11-22"),
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
