"""The function as Lambda calls it: real store, queue event, secret, SDK; only AWS and Claude faked.

What is asserted is what a user can see: the answer to SQS, the stored failures, the parked
messages, the requests that reached Claude, and what was logged and measured.
"""

import json
from typing import Any

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.s3 import S3Artifacts
from errata.errors import NotFoundError, StorageError
from errata.taxonomy import Category, Source
from tests.adapters.diagnoser.function import SECRET, UNKNOWN, Diagnosing, MakeEvent
from tests.support.anthropic_server import answer_all, case_ids, refused


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(record) for record in caplog.records]


def test_without_a_key_patterns_explain_a_batch(diagnose: Diagnosing, event: MakeEvent) -> None:
    events = [event(), event(exit={"signal": 9, "oom_kills": 1}, exceptions=[], log_tail="")]
    assert diagnose(*events) == []

    missing, killed = (diagnose.stored(it).diagnosis for it in events)
    assert (missing.category, missing.source) == (Category.IMPORT_ERROR, Source.PATTERNS)
    assert "zstandard" in missing.root_cause
    assert killed.category is Category.RESOURCE_ERROR
    assert not missing.upgradeable
    assert diagnose.claude.requests == []


def test_with_a_key_claude_explains_what_is_new_in_one_call(
    diagnose: Diagnosing, event: MakeEvent
) -> None:
    diagnose.set_key(" sk-test\n")
    events = [event(**UNKNOWN), event()]
    assert diagnose(*events) == []

    assert len(diagnose.claude.requests) == 1
    assert len(case_ids(diagnose.claude.requests[0])) == 2
    for it in events:
        found = diagnose.stored(it).diagnosis
        assert (found.source, found.input_tokens) == (Source.CLAUDE, 500)
        assert found.cost_usd > 0
        assert found.latency_ms > 0
        assert found.prompt_version


def test_the_second_of_a_kind_is_remembered_for_nothing(
    diagnose: Diagnosing, event: MakeEvent
) -> None:
    diagnose.set_key("sk-test")
    first, second = event(**UNKNOWN), event(**UNKNOWN)
    assert diagnose(first) == diagnose(second) == []
    assert len(diagnose.claude.requests) == 1

    found = diagnose.stored(second).diagnosis
    assert (found.source, found.cost_usd, found.input_tokens) == (Source.MEMORY, 0, 0)
    assert found.fingerprint == diagnose.stored(first).diagnosis.fingerprint
    assert diagnose.store.group(found.fingerprint).count == 2


def test_kin_in_one_batch_cost_one_case(diagnose: Diagnosing, event: MakeEvent) -> None:
    diagnose.set_key("sk-test")
    events = [event(**UNKNOWN) for _ in range(5)]
    assert diagnose(*events) == []
    assert [len(case_ids(request)) for request in diagnose.claude.requests] == [1]
    assert sum(diagnose.stored(it).diagnosis.input_tokens for it in events) == 1_000


@pytest.mark.parametrize(
    ("status", "upgradeable"), [(401, True), (400, False), (429, True), (529, True)]
)
def test_when_claude_fails_patterns_explain_in_time(
    diagnose: Diagnosing, event: MakeEvent, status: int, *, upgradeable: bool
) -> None:
    diagnose.set_key("sk-test")
    diagnose.claude.respond = lambda _: refused(status, **{"retry-after": "3600"})
    it = event()
    assert diagnose(it) == []
    found = diagnose.stored(it).diagnosis
    assert (found.source, found.upgradeable) == (Source.PATTERNS, upgradeable)
    assert "zstandard" in found.root_cause


def test_an_opened_circuit_is_told_to_the_operators(
    diagnose: Diagnosing, event: MakeEvent, capsys: pytest.CaptureFixture[str]
) -> None:
    diagnose.set_key("sk-wrong")
    diagnose.claude.respond = lambda _: refused(401)
    diagnose(event())
    blobs = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    (change,) = (blob for blob in blobs if "CircuitChanges" in blob)
    assert change["state"] == "OPEN"
    assert change["circuit"].endswith("#access")


def test_poison_is_parked_and_spoils_nothing(
    diagnose: Diagnosing, event: MakeEvent, caplog: pytest.LogCaptureFixture
) -> None:
    good, late = event(), event()
    poison = [f"{{ {SECRET}", event(stage="lunch"), event(surprise=SECRET), "\ud800", "x" * 300_000]
    assert diagnose(good, *poison, late) == []

    assert diagnose.stored(good)
    assert diagnose.stored(late)
    parked = diagnose.store.parked(limit=10).items
    reasons = sorted(message.reason.split(":")[0] for message in parked)
    assert reasons == ["body", "body", "body", "stage", "surprise"]
    assert SECRET not in str(parked)
    assert SECRET not in str(logged(caplog))

    assert diagnose(good, *poison, late) == []
    assert len(diagnose.store.parked(limit=10).items) == len(poison)


def test_a_redelivery_changes_nothing_and_costs_nothing(
    diagnose: Diagnosing, event: MakeEvent
) -> None:
    diagnose.set_key("sk-test")
    # Too unsure to be remembered: only the record of the failure itself prevents a second call.
    diagnose.claude.respond = lambda request: answer_all(request, confidence=0.1)
    it = event(**UNKNOWN)
    assert diagnose(it) == []
    before = diagnose.stored(it)
    assert diagnose(it, it) == []
    assert diagnose.stored(it) == before
    assert len(diagnose.claude.requests) == 1
    assert diagnose.store.group(before.diagnosis.fingerprint).count == 1


def test_a_message_twice_in_a_batch_counts_once(diagnose: Diagnosing, event: MakeEvent) -> None:
    it = event()
    assert diagnose(it, it) == []
    assert diagnose.store.group(diagnose.stored(it).diagnosis.fingerprint).count == 1


def test_only_what_could_not_be_stored_comes_again(
    diagnose: Diagnosing, event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = event(), event()
    record = DynamoDbStore.record

    def unlucky(store: DynamoDbStore, failed: Any, diagnosis: Any) -> bool:  # noqa: ANN401 - passed on
        if failed.failure_id == bad["failure_id"]:
            raise StorageError("could not write: throttled")
        return record(store, failed, diagnosis)

    with monkeypatch.context() as patch:
        patch.setattr(DynamoDbStore, "record", unlucky)
        assert diagnose(good, "{", bad, bad) == [2, 3]
    assert diagnose.stored(good)
    with pytest.raises(NotFoundError):
        diagnose.stored(bad)

    assert diagnose(bad) == []
    assert diagnose.stored(bad)


def test_without_its_table_everything_comes_again(diagnose: Diagnosing, event: MakeEvent) -> None:
    diagnose.cloud.table.delete()
    assert diagnose(event(), "{", event()) == [1, 0, 2]


def test_claude_sees_the_code_but_no_secret_of_it(diagnose: Diagnosing, event: MakeEvent) -> None:
    diagnose.set_key("sk-test")
    artifacts = S3Artifacts(diagnose.cloud.s3, diagnose.cloud.artifacts_bucket)
    code = artifacts.put("code", f"def encode(y):\n    token = '{SECRET}'\n".encode())
    it = event(**{**UNKNOWN, "log_tail": f"password={SECRET}\nboom"}, code=code.model_dump())
    assert diagnose(it) == []
    asked = json.dumps(diagnose.claude.requests)
    assert "def encode(y):" in asked
    assert SECRET not in asked
    assert SECRET not in diagnose.stored(it).model_dump_json()


def test_a_lost_artifact_costs_only_itself(diagnose: Diagnosing, event: MakeEvent) -> None:
    diagnose.set_key("sk-test")
    it = event(**UNKNOWN, code={"key": "code/gone", "sha256": "0" * 64, "size": 10})
    assert diagnose(it) == []
    assert diagnose.stored(it).diagnosis.source is Source.CLAUDE


@pytest.mark.parametrize("placeholder", [None, " "], ids=["unfilled", "blank"])
def test_a_key_given_later_is_used_without_a_restart(
    diagnose: Diagnosing, event: MakeEvent, placeholder: str | None
) -> None:
    if placeholder:
        diagnose.set_key(placeholder)
    diagnose(event(**UNKNOWN))
    assert diagnose.claude.requests == []
    diagnose.set_key("sk-test")
    diagnose(event(**UNKNOWN, stage="decode"))
    assert len(diagnose.claude.requests) == 1


def test_with_no_time_left_patterns_explain(diagnose: Diagnosing, event: MakeEvent) -> None:
    diagnose.set_key("sk-test")
    diagnose.context.left_s = 5
    it = event()
    assert diagnose(it) == []
    assert diagnose.stored(it).diagnosis.source is Source.PATTERNS
    assert diagnose.claude.requests == []


def test_what_is_measured_and_logged(
    diagnose: Diagnosing,
    event: MakeEvent,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    diagnose.set_key("sk-test")
    diagnose.claude.respond = answer_all
    it = event(**UNKNOWN)
    diagnose(it, "{")
    out = capsys.readouterr().out
    blobs = [json.loads(line) for line in out.splitlines() if "_aws" in line]
    measured = {name: value for blob in blobs for name, value in blob.items()}
    assert measured["Received"] == [2.0]
    assert len(measured["QueueDelay"]) == 2
    assert min(measured["QueueDelay"]) >= 0
    assert measured["Parked"] == [1.0]
    assert (measured["Diagnosed"], measured["source"]) == ([1.0], "claude")
    assert (measured["ModelCalls"], measured["outcome"]) == ([1.0], "answered")
    assert measured["ModelCostUsd"][0] > 0

    (line,) = (line for line in logged(caplog) if line["msg"] == "diagnosed")
    assert line["correlation_id"] == it["experiment_id"]
    everything = out + str(logged(caplog))
    assert "sk-test" not in everything
    assert "flux" not in everything
