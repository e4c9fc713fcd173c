from datetime import date, timedelta

import pytest

from errata.experiments import Experiment
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import NOW, FakeArtifacts, FakeStore, experiment, ulid


@pytest.fixture
def three(store: FakeStore) -> list[Experiment]:
    store.all_experiments = [
        experiment(status="failed", category="timeout", severity="medium", stage="encode"),
        experiment(status="failed", category="runtime_error", severity="high", stage="decode"),
        experiment(status="adopted", stage="judge", metrics={"bd_rate_vs_champion_percent": -3.5}),
    ]
    return store.all_experiments


def test_lists_experiments_with_every_field(client: Client, three: list[Experiment]) -> None:
    answer = client.get("/api/experiments")

    assert answer.status == 200
    assert [item["experiment_id"] for item in answer.json["items"]] == [
        item.experiment_id for item in three
    ]
    assert answer.json["items"][2]["metrics"] == {"bd_rate_vs_champion_percent": -3.5}
    assert answer.json["items"][2]["category"] is None
    assert answer.json["cursor"] is None


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [("status", "adopted", 2), ("category", "timeout", 0), ("severity", "high", 1),
     ("stage", "decode", 1)],
)  # fmt: skip
def test_filters(client: Client, three: list[Experiment], name: str, value: str, kept: int) -> None:
    answer = client.get("/api/experiments", **{name: value})

    assert [item["experiment_id"] for item in answer.json["items"]] == [three[kept].experiment_id]


def test_follows_the_cursor_to_the_end(client: Client, three: list[Experiment]) -> None:
    first = client.get("/api/experiments", limit=2).json
    second = client.get("/api/experiments", limit=2, cursor=first["cursor"]).json

    ids = [item["experiment_id"] for item in first["items"] + second["items"]]
    assert ids == [item.experiment_id for item in three]
    assert second["cursor"] is None


def test_lists_the_oldest_first_when_asked(client: Client, three: list[Experiment]) -> None:
    answer = client.get("/api/experiments", order="oldest")

    ids = [item["experiment_id"] for item in answer.json["items"]]
    assert ids == [item.experiment_id for item in reversed(three)]


def test_lists_the_last_thirty_days_a_hundred_at_a_time_unless_told(
    client: Client, store: FakeStore
) -> None:
    client.get("/api/experiments")

    query = store.asked[0]
    assert (query.first_day, query.last_day) == (date(2026, 10, 23), date(2026, 11, 21))
    assert query.limit == 100


def test_a_last_day_alone_ends_thirty_days(client: Client, store: FakeStore) -> None:
    client.get("/api/experiments", last_day="2026-03-01")

    assert store.asked[0].first_day == date(2026, 1, 31)


def test_days_are_inclusive(client: Client, store: FakeStore) -> None:
    store.all_experiments = [experiment(started_at=NOW - timedelta(days=3))]

    day = str((NOW - timedelta(days=3)).date())
    answer = client.get("/api/experiments", first_day=day, last_day=day)

    assert len(answer.json["items"]) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "1000000"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "many"),
        ("limit", "1.5"),
        ("status", "dead"),
        ("category", "TIMEOUT"),
        ("severity", "urgent"),
        ("stage", "enc\x00ode"),
        ("order", "worst"),
        ("first_day", "yesterday"),
        ("first_day", "2026-02-30"),
        ("last_day", "2026-13-01"),
        ("cursor", ""),
        ("cursor", "x" * 1025),
        ("cursor", "edited"),
    ],
)
def test_bad_parameters_are_named(client: Client, name: str, value: str) -> None:
    answer = client.get("/api/experiments", **{name: value})

    assert answer.status == 422
    assert answer.error["code"] == "invalid_input"
    assert answer.error["field"] == name
    assert name in answer.error["message"]


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-11-22", "2026-11-21"), ("2020-01-01", "2026-11-21"), ("2026-12-24", None)],
)
def test_backwards_and_endless_ranges_are_refused(client: Client, first: str, last: str) -> None:
    days = {"first_day": first} | ({"last_day": last} if last else {})
    answer = client.get("/api/experiments", **days)

    assert (answer.status, answer.error["field"]) == (422, "first_day")


def test_the_dawn_of_the_calendar_is_a_valid_day(client: Client) -> None:
    assert client.get("/api/experiments", last_day="0001-01-02").status == 200


def test_a_repeated_parameter_is_refused(client: Client) -> None:
    answer = client.get("/api/experiments", limit="10,20")

    assert (answer.status, answer.error["field"]) == (422, "limit")


def test_a_misspelt_filter_is_refused_rather_than_ignored(client: Client) -> None:
    answer = client.get("/api/experiments", categroy="timeout")

    assert (answer.status, answer.error["field"]) == (422, "categroy")


def test_one_experiment(client: Client, three: list[Experiment]) -> None:
    answer = client.get(f"/api/experiments/{three[1].experiment_id}")

    assert answer.status == 200
    assert answer.json["category"] == "runtime_error"


def test_an_unknown_experiment_is_not_found(client: Client) -> None:
    answer = client.get(f"/api/experiments/{ulid()}")

    assert (answer.status, answer.error["code"]) == (404, "not_found")


@pytest.mark.parametrize("bad", ["1", "x" * 26, "01ARZ3NDEKTSV4RRFFQ69G5FA%00"])
def test_a_malformed_id_is_named(client: Client, bad: str) -> None:
    answer = client.get(f"/api/experiments/{bad}")

    assert (answer.status, answer.error["field"]) == (422, "experiment_id")


def test_code_comes_with_its_parents_for_a_diff(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    parent = experiment(code=artifacts.put("code", b"def encode(): ...\n"))
    child = experiment(
        code=artifacts.put("code", b"def encode(): pass\n"), parent_id=parent.experiment_id
    )
    store.all_experiments = [child, parent]

    answer = client.get(f"/api/experiments/{child.experiment_id}/code")

    assert answer.json == {
        "code": "def encode(): pass\n",
        "parent_id": parent.experiment_id,
        "parent_code": "def encode(): ...\n",
        "truncated": False,
    }


def test_code_that_expired_or_whose_parent_is_gone_is_null_not_an_error(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    ref = artifacts.put("code", b"x = 1")
    artifacts.kept.clear()
    orphan = experiment(code=ref, parent_id=ulid())
    store.all_experiments = [orphan]

    answer = client.get(f"/api/experiments/{orphan.experiment_id}/code")

    assert answer.status == 200
    assert (answer.json["code"], answer.json["parent_code"]) == (None, None)


def test_huge_or_undecodable_code_is_shown_as_far_as_it_goes(
    client: Client, store: FakeStore, artifacts: FakeArtifacts
) -> None:
    huge = experiment(code=artifacts.put("code", b"\xff" + b"#" * 2_000_000))
    store.all_experiments = [huge]

    answer = client.get(f"/api/experiments/{huge.experiment_id}/code")

    assert answer.json["truncated"] is True
    assert answer.json["code"].startswith("\ufffd##")
    assert len(answer.body) < 600_000


@pytest.mark.parametrize(
    "day", ["0", "1e9", "1795233600", "2026-11-21T00:00:00", "\u0662026-11-21"]
)
def test_a_day_is_written_as_one(client: Client, day: str) -> None:
    answer = client.get("/api/experiments", last_day=day)

    assert (answer.status, answer.error["field"]) == (422, "last_day")
