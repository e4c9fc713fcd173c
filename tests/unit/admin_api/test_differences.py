from datetime import timedelta

import pytest

from lambdas.admin_api.routes.differences import MOST
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import NOW, FakeStore, experiment, ulid


@pytest.fixture
def six(store: FakeStore) -> FakeStore:
    timeouts = [experiment(category="timeout", severity="medium", stage="encode") for _ in "ab"]
    others = [experiment(category="logic_error", severity="low", stage="judge") for _ in "abcd"]
    store.all_experiments = timeouts + others
    return store


def ask(client: Client, selected: dict, rest: dict | None = None) -> dict:
    answer = client.post("/api/differences", {"selected": selected, "rest": rest or {}})
    assert answer.status == 200, answer.json
    return answer.json


def test_a_selection_of_ids_against_the_rest(client: Client, six: FakeStore) -> None:
    ids = [e.experiment_id for e in six.all_experiments[:2]]
    told = ask(client, {"experiment_ids": ids})

    assert (told["selected"], told["rest"], told["sampled"]) == (2, 4, False)
    fields = {field["field"]: field for field in told["fields"]}
    assert fields["category"]["score"] == 1
    assert fields["category"]["kind"] == "categorical"
    assert {"value": "timeout", "selected": 1.0, "rest": 0.0} in fields["category"]["values"]
    assert "proposer" not in fields  # all have the same


@pytest.mark.usefixtures("six")
def test_by_what_they_were_selected_they_need_not_be_told_to_differ(client: Client) -> None:
    told = ask(client, {"category": "timeout"})
    assert (told["selected"], told["rest"]) == (2, 4)
    assert "category" not in {field["field"] for field in told["fields"]}
    assert "stage" in {field["field"] for field in told["fields"]}


def test_days_may_be_held_against_other_days(client: Client, store: FakeStore) -> None:
    store.all_experiments = [
        experiment(started_at=NOW - timedelta(days=days), stage=stage)
        for days, stage in ((0, "judge"), (3, "encode"), (3, "encode"))
    ]
    day = (NOW - timedelta(days=3)).date().isoformat()
    told = ask(client, {"first_day": day, "last_day": day})
    assert (told["selected"], told["rest"]) == (2, 1)


def test_what_expired_since_it_was_selected_is_left_out(client: Client, six: FakeStore) -> None:
    told = ask(client, {"experiment_ids": [six.all_experiments[0].experiment_id, ulid()]})
    assert told["selected"] == 1


def test_however_much_is_stored_a_thousand_are_read(client: Client, store: FakeStore) -> None:
    store.all_experiments = [experiment() for _ in range(MOST + 300)]
    told = ask(client, {"status": "failed"})
    assert told["sampled"] is True
    assert sum(query.limit for query in store.asked) == 2 * MOST


@pytest.mark.usefixtures("six")
@pytest.mark.parametrize(
    ("selected", "field"),
    [
        ({}, "selected"),
        ({"experiment_ids": ["../etc"]}, "experiment_ids"),
        ({"experiment_ids": [ulid() for _ in range(201)]}, "experiment_ids"),
        ({"category": "<script>"}, "category"),
        ({"first_day": "2026-01-02", "last_day": "2026-01-01"}, "first_day"),
        ({"owner": "me"}, "owner"),
    ],
)
def test_a_question_without_sense_is_refused_by_field(
    client: Client, selected: dict, field: str
) -> None:
    answer = client.post("/api/differences", {"selected": selected, "rest": {}})
    assert answer.status == 422
    assert field in answer.error["field"]
