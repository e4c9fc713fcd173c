"""The function as deployed, on real stores that the real template made."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.diagnosis import FailureRecord, ParkedMessage
from errata.taxonomy import ExperimentStatus
from infra import template
from lambdas.admin_api import bootstrap
from lambdas.admin_api.handler import handler
from tests.support.aws import Cloud
from tests.support.roles import InRole
from tests.unit.admin_api.client import Client, Context
from tests.unit.admin_api.fakes import FINGERPRINT, experiment, record, ulid

NOW = datetime.now(UTC)


class LiveClient(Client):
    """Calls the function's own handler, wired by its own composition root."""

    def call(self, event: dict) -> dict:
        return handler(event, Context())


@pytest.fixture
def store(cloud: Cloud) -> DynamoDbStore:
    return DynamoDbStore(cloud.table)


@pytest.fixture
def artifacts(cloud: Cloud) -> S3Artifacts:
    return S3Artifacts(cloud.s3, cloud.artifacts_bucket)


@pytest.fixture
def client(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", cloud.artifacts_bucket)
    monkeypatch.setenv("ERRATA_USER_POOL_ID", "eu-central-1_Errata")
    monkeypatch.setenv("ERRATA_USER_POOL_CLIENT_ID", "client")
    monkeypatch.setenv("ERRATA_CURSOR_KEY", "k" * 43)
    monkeypatch.setenv("ERRATA_WRITES_PER_MINUTE", "60")
    monkeypatch.setenv("ERRATA_COSTLY_READS_PER_MINUTE", "300")
    monkeypatch.setenv("ERRATA_CLAUDE_DAILY_BUDGET_USD", "5")
    bootstrap.services.cache_clear()
    role = InRole("AdminApiRole", cloud)
    with role.taken():
        services = bootstrap.services()
    yield LiveClient(services)
    bootstrap.services.cache_clear()
    assert role.refused == []


def fail(store: DynamoDbStore, **event_fields: object) -> FailureRecord:
    """Store an experiment that failed and was explained."""
    at = NOW - timedelta(minutes=1)
    started = experiment(started_at=at, status="running")
    item = record(
        {"diagnosed_at": NOW},
        experiment_id=started.experiment_id,
        failure_id=ulid(NOW),
        occurred_at=NOW,
        **event_fields,
    )
    store.start(started)
    store.finish(
        started.model_copy(
            update={
                "status": ExperimentStatus.FAILED,
                "failure_id": item.event.failure_id,
                "finished_at": NOW,
            }
        )
    )
    store.record(item.event, item.diagnosis)
    return item


def path(item: FailureRecord, suffix: str = "") -> str:
    event = item.event
    return f"/api/experiments/{event.experiment_id}/failures/{event.failure_id}{suffix}"


def test_a_failure_can_be_followed_from_the_list_to_its_log(
    client: Client, store: DynamoDbStore, artifacts: S3Artifacts
) -> None:
    item = fail(store, log=artifacts.put("logs", b"begin\nend\n"))

    listed = client.get("/api/experiments", category="runtime_error").json["items"]
    shown = client.get(path(item)).json

    assert [one["experiment_id"] for one in listed] == [item.event.experiment_id]
    assert listed[0]["root_cause"] == item.diagnosis.root_cause
    assert shown["diagnosis"]["source"] == "patterns"
    assert shown["group"]["count"] == 1
    assert client.get(path(item, "/log")).body == b"begin\nend\n"
    assert client.get(f"/api/experiments/{item.event.experiment_id}").status == 200


def test_pages_join_without_gap_or_overlap(client: Client, store: DynamoDbStore) -> None:
    stored = {fail(store).event.experiment_id for _ in range(7)}

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/api/experiments", limit=3, **cursor).json
        seen += [item["experiment_id"] for item in page["items"]]
        if page["cursor"] is None:
            break
        cursor = {"cursor": page["cursor"]}

    assert len(seen) == len(stored) == 7
    assert set(seen) == stored


@pytest.mark.parametrize("route", ["/api/experiments", "/api/groups", "/api/parked"])
def test_a_cursor_that_is_not_ours_is_named(client: Client, route: str) -> None:
    for cursor in ("e30", "AAAA", "x" * 1_000, "é", "../..", "null"):
        answer = client.get(route, cursor=cursor)

        assert (answer.status, answer.error["field"]) == (422, "cursor")


def test_a_cursor_of_another_query_is_named(client: Client, store: DynamoDbStore) -> None:
    for _ in range(3):
        fail(store)
    cursor = client.get("/api/experiments", limit=1).json["cursor"]

    answer = client.get("/api/groups", cursor=cursor)

    assert (answer.status, answer.error["field"]) == (422, "cursor")


def test_groups_counts_and_version_follow_what_is_written(
    client: Client, store: DynamoDbStore
) -> None:
    before = client.get("/api/version")
    fail(store)
    fail(store)

    group = client.get(f"/api/groups/{FINGERPRINT}").json
    stats = client.get("/api/stats").json
    after = client.get("/api/version", headers={"if-none-match": before.headers["ETag"]})

    assert client.get("/api/groups").json["items"][0]["count"] == 2
    assert len(group["failures"]["items"]) == 2
    assert [it["count"] for it in client.get("/api/groups/new").json["items"]] == [2]
    assert (stats["total"], stats["by_stage"]) == (2, {"encode": 2})
    assert [(it["failures"], it["by_source"]) for it in stats["days"]] == [(2, stats["by_source"])]
    assert stats["time_to_diagnosis"]["count"] == 2
    assert after.status == 200
    known = {"if-none-match": after.headers["ETag"]}
    assert client.get("/api/version", headers=known).status == 304


def test_an_administrator_writes_just_where_the_role_of_the_function_allows(
    client: Client, store: DynamoDbStore, cloud: Cloud
) -> None:
    item = fail(store)
    assert client.identity is not None
    client.identity = client.identity | {"groups": ["admin"]}
    before = items(cloud)
    verdict = {
        "category": "timeout",
        "severity": "medium",
        "root_cause": "The loop over blocks never ends.",
        "fix_suggestion": "Advance the index.",
    }

    corrected = client.post(path(item, "/correction"), verdict)
    decided = client.post(f"/api/groups/{FINGERPRINT}/status", {"status": "resolved"})
    written = {"content-type": "application/json", "x-errata-request": "1"}
    saved = client.send("PUT", "/api/views/Mine", headers=written, body='{"address": "?"}')

    assert (corrected.status, decided.status, saved.status) == (200, 200, 200)
    assert client.get(path(item, "/corrections")).json["items"][0]["by"] == "ada"
    assert client.get("/api/stats").json["by_category"] == {"timeout": 1}
    assert client.get("/api/stats").json["by_source"] == {"human": 1}
    (group,) = client.get("/api/groups", status="resolved").json["items"]
    assert (group["status"], group["status_by"]) == ("resolved", "ada")
    assert client.get("/api/groups", status="open").json["items"] == []
    changed = {key[0] for key, stored in items(cloud).items() if stored != before.get(key)}
    allowed = writable_partitions()
    assert {match(partition, allowed) for partition in changed} == allowed
    trail = client.get("/api/audit").json["items"]
    assert [it["act"] for it in reversed(trail)] == ["corrected", "decided", "saved"]
    assert {it["by"] for it in trail} == {"ada"}


def items(cloud: Cloud) -> dict[tuple[str, str], dict[str, Any]]:
    return {(it["pk"], it["sk"]): it for it in cloud.table.scan()["Items"]}


def writable_partitions() -> set[str]:
    """Patterns of the partitions that the role may write to."""
    [policy] = template.load()["Resources"]["AdminApiRole"]["Properties"]["Policies"]
    return {
        pattern
        for statement in policy["PolicyDocument"]["Statement"]
        if "dynamodb:PutItem" in statement["Action"]
        for pattern in statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    }


def match(partition: str, patterns: set[str]) -> str | None:
    return next((it for it in patterns if fnmatchcase(partition, it)), None)


def test_parked_messages_are_listed(client: Client, store: DynamoDbStore) -> None:
    message = ParkedMessage(
        parked_id=ulid(NOW), parked_at=NOW, message_id="m", reason="stage: unknown", body="{}"
    )
    store.park(message)

    assert client.get("/api/parked").json["items"][0]["reason"] == "stage: unknown"


def test_an_expired_log_is_missing_not_broken(
    client: Client, store: DynamoDbStore, artifacts: S3Artifacts, cloud: Cloud
) -> None:
    ref = artifacts.put("logs", b"gone soon")
    item = fail(store, log=ref)
    cloud.s3.delete_object(Bucket=cloud.artifacts_bucket, Key=ref.key)

    assert client.get(path(item, "/log")).status == 404
    assert client.get(path(item)).status == 200


def test_unknown_things_are_not_found(client: Client) -> None:
    for unknown in (f"/api/experiments/{ulid()}", f"/api/groups/{FINGERPRINT}"):
        assert client.get(unknown).status == 404


def test_a_table_that_is_gone_is_503(client: Client, cloud: Cloud) -> None:
    cloud.table.delete()

    answer = client.get("/api/version")

    assert (answer.status, answer.error["code"]) == (503, "unavailable")
