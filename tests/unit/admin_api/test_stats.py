import pytest

from errata.diagnosis import DailyCount, DayDigest, ParkedMessage
from errata.percentiles import bucket_of
from errata.ports import Spending
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import NOW, FakeBudget, FakeStore, ulid


def count(day: str, category: str, severity: str, stage: str, number: int) -> DailyCount:
    return DailyCount(day=day, category=category, severity=severity, stage=stage, count=number)


def digest(*counts: DailyCount, **fields: object) -> DayDigest:
    given = {"day": counts[0].day, "counts": counts, "by_source": {}, "cost_usd": 0.0, "waits": {}}
    return DayDigest.model_validate(given | fields)


def test_counts_and_their_sums(client: Client, store: FakeStore) -> None:
    store.days = [
        digest(count("2026-09-01", "logic_error", "low", "judge", 100)),
        digest(count("2026-11-19", "timeout", "medium", "encode", 2)),
        digest(
            count("2026-11-20", "timeout", "medium", "decode", 3),
            count("2026-11-20", "logic_error", "low", "judge", 5),
        ),
    ]

    told = client.get("/api/stats").json

    assert (told["first_day"], told["last_day"]) == ("2026-10-23", "2026-11-21")
    assert told["total"] == 10
    assert told["by_category"] == {"timeout": 5, "logic_error": 5}
    assert told["by_severity"] == {"medium": 5, "low": 5}
    assert told["by_stage"] == {"encode": 2, "decode": 3, "judge": 5}
    assert [item["count"] for item in told["counts"]] == [2, 3, 5]


def test_no_failures_is_all_zero(client: Client) -> None:
    told = client.get("/api/stats").json

    assert (told["total"], told["by_category"], told["counts"]) == (0, {}, [])
    assert (told["by_source"], told["cost_usd"], told["days"]) == ({}, 0, [])
    assert told["time_to_diagnosis"] is None


def test_who_explained_the_failures_and_at_what_cost(client: Client, store: FakeStore) -> None:
    one, two = (count(f"2026-11-{day}", "timeout", "medium", "encode", 3) for day in (19, 20))
    store.days = [
        digest(one, by_source={"claude": 1, "patterns": 2}, cost_usd=0.25),
        digest(two, by_source={"claude": 2, "human": 1}, cost_usd=0.5),
    ]

    told = client.get("/api/stats").json

    assert told["by_source"] == {"claude": 3, "patterns": 2, "human": 1}
    assert told["cost_usd"] == 0.75
    assert [(it["day"], it["failures"], it["cost_usd"]) for it in told["days"]] == [
        ("2026-11-19", 3, 0.25),
        ("2026-11-20", 3, 0.5),
    ]
    assert told["days"][1]["by_source"] == {"claude": 2, "human": 1}


def test_how_long_a_diagnosis_took(client: Client, store: FakeStore) -> None:
    """Ninety in a second or two on one day; some in ten seconds and a minute on the next."""
    one, two = (count(f"2026-11-{day}", "timeout", "medium", "encode", 9) for day in (19, 20))
    store.days = [
        digest(one, waits={bucket_of(1.5): 90}),
        digest(two, waits={bucket_of(10.0): 8, bucket_of(60.0): 2}),
        digest(count("2026-11-21", "timeout", "medium", "encode", 1)),
    ]

    told = client.get("/api/stats").json

    whole = told["time_to_diagnosis"]
    assert whole["count"] == 100
    percentiles = [whole[name] for name in ("p50_s", "p95_s", "p99_s")]
    assert percentiles == pytest.approx([1.5, 10, 60], rel=0.19)
    first, second, third = (it["time_to_diagnosis"] for it in told["days"])
    assert first["p99_s"] == pytest.approx(1.5, rel=0.19)
    assert second["p50_s"] == pytest.approx(10, rel=0.19)
    assert third is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"first_day": "soon"}, "first_day"),
        ({"first_day": "2026-11-21", "last_day": "2026-11-20"}, "first_day"),
        ({"first_day": "1970-01-01"}, "first_day"),
        ({"last_day": "2026-02-29"}, "last_day"),
    ],
)
def test_bad_days_are_named(client: Client, query: dict[str, str], field: str) -> None:
    answer = client.get("/api/stats", **query)

    assert (answer.status, answer.error["field"]) == (422, field)


def test_parked_messages_tell_why(client: Client, store: FakeStore) -> None:
    store.all_parked = [
        ParkedMessage(
            parked_id=ulid(), parked_at=NOW, message_id="m-1", reason="stage: unknown", body="{}"
        )
    ]

    told = client.get("/api/parked").json

    assert told["items"][0]["reason"] == "stage: unknown"
    assert told["cursor"] is None


def test_the_days_money_and_since_when_it_is_gone(client: Client, budget: FakeBudget) -> None:
    told = client.get("/api/budget").json
    assert told == {
        "day": "2026-11-21",
        "spent_usd": 1.25,
        "limit_usd": 5.0,
        "exhausted_at": None,
    }

    budget.spending = Spending("2026-11-21", 4.99, 5.0, exhausted_at=NOW)
    assert client.get("/api/budget").json["exhausted_at"] == "2026-11-21T04:00:00Z"
