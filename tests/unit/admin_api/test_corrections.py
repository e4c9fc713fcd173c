"""What administrators may change: a diagnosis that is wrong, and what becomes of a group."""

import pytest

from lambdas.admin_api.services import Services
from tests.unit.admin_api.client import EVENT, Client
from tests.unit.admin_api.fakes import FINGERPRINT, NOW, FakeStore, group, record, ulid

VERDICT = {
    "category": "timeout",
    "severity": "medium",
    "root_cause": "The loop over blocks never ends.",
    "fix_suggestion": "Advance the index.",
}


@pytest.fixture
def admin(services: Services) -> Client:
    return signed_in(services, ["admin"])


@pytest.fixture
def viewer(services: Services) -> Client:
    return signed_in(services, ["viewer"])


def signed_in(services: Services, groups: list[str]) -> Client:
    vouched = EVENT["requestContext"]["authorizer"]["lambda"]
    return Client(services, identity=vouched | {"username": "ada", "groups": groups})


def path(store: FakeStore, last: str) -> str:
    event = store.records[0].event
    return f"/api/experiments/{event.experiment_id}/failures/{event.failure_id}/{last}"


def test_a_correction_takes_the_place_of_the_diagnosis(admin: Client, store: FakeStore) -> None:
    store.records = [record({"evidence": [{"line": 2, "quote": "NameError"}]})]

    answer = admin.post(path(store, "correction"), VERDICT)

    assert answer.status == 200
    told = answer.json
    assert (told["category"], told["source"], told["confidence"]) == ("timeout", "human", 1.0)
    assert (told["stage"], told["evidence"][0]["quote"]) == ("encode", "NameError")
    history = admin.get(path(store, "corrections")).json["items"]
    assert [(it["by"], it["before"]["category"]) for it in history] == [("ada", "runtime_error")]
    assert history[0]["after"]["root_cause"] == VERDICT["root_cause"]


def test_a_correction_that_holds_a_secret_is_stored_without_it(
    admin: Client, store: FakeStore
) -> None:
    store.records = [record()]
    secret = "postgres://ada:" + "hunter2hunter2" + "@db/x"

    answer = admin.post(path(store, "correction"), VERDICT | {"root_cause": f"It read {secret}"})

    assert "hunter2" not in answer.json["root_cause"]


def test_the_longest_correction_survives_redaction(admin: Client, store: FakeStore) -> None:
    store.records = [record()]
    long = ("a@b.example " * 200)[:2_000]

    assert admin.post(path(store, "correction"), VERDICT | {"root_cause": long}).status == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("category", "bad luck"),
        ("severity", None),
        ("root_cause", ""),
        ("root_cause", " \n"),
        ("fix_suggestion", "x" * 2_001),
    ],
)
def test_a_bad_correction_names_the_field(
    admin: Client, store: FakeStore, name: str, value: object
) -> None:
    store.records = [record()]

    answer = admin.post(path(store, "correction"), VERDICT | {name: value})

    assert (answer.status, answer.error["field"]) == (422, name)
    assert store.all_corrections == []


def test_what_nobody_corrected_has_an_empty_history(viewer: Client, store: FakeStore) -> None:
    store.records = [record()]

    assert viewer.get(path(store, "corrections")).json == {"items": []}


@pytest.mark.parametrize("last", ["correction", "corrections"])
def test_an_unknown_failure_is_not_found(admin: Client, last: str) -> None:
    unknown = f"/api/experiments/{ulid()}/failures/{ulid()}/{last}"

    answer = admin.post(unknown, VERDICT) if last == "correction" else admin.get(unknown)

    assert answer.status == 404


@pytest.mark.parametrize("status", ["resolved", "muted", "open"])
def test_a_group_is_decided_upon(admin: Client, store: FakeStore, status: str) -> None:
    store.all_groups = [group()]

    told = admin.post(f"/api/groups/{FINGERPRINT}/status", {"status": status}).json

    assert (told["status"], told["status_by"]) == (status, "ada")
    assert told["status_at"] == NOW.isoformat().replace("+00:00", "Z")
    assert admin.get(f"/api/groups/{FINGERPRINT}").json["group"] == told


def test_nobody_can_call_a_group_regressed(admin: Client, store: FakeStore) -> None:
    store.all_groups = [group()]

    answer = admin.post(f"/api/groups/{FINGERPRINT}/status", {"status": "regressed"})

    assert (answer.status, answer.error["field"]) == (422, "status")


def test_an_unknown_group_cannot_be_decided_upon(admin: Client) -> None:
    assert admin.post(f"/api/groups/{FINGERPRINT}/status", {"status": "muted"}).status == 404


def test_viewers_change_nothing(viewer: Client, store: FakeStore) -> None:
    store.records, store.all_groups = [record()], [group()]
    known = store.records[0], store.all_groups[0]

    corrected = viewer.post(path(store, "correction"), VERDICT)
    decided = viewer.post(f"/api/groups/{FINGERPRINT}/status", {"status": "muted"})

    assert [(it.status, it.error["code"]) for it in (corrected, decided)] == [
        (403, "forbidden")
    ] * 2
    assert (store.records[0], store.all_groups[0]) == known


def test_a_forged_write_changes_nothing(admin: Client, store: FakeStore) -> None:
    store.all_groups = [group()]

    answer = admin.post(
        f"/api/groups/{FINGERPRINT}/status", {"status": "muted"}, headers={"x-errata-request": "0"}
    )

    assert answer.status == 403
    assert store.all_groups[0].status == "open"
