"""Planted secrets on their way through the deployed function: none goes over any wire."""

import json
import logging
from typing import Any

import boto3
import pytest

from tests.adapters.diagnoser.function import Diagnosing, MakeEvent
from tests.support.anthropic_server import Request, Response, answer_all, case_ids
from tests.support.planted import Planted, planted

PLANTED = list(planted())[::8]
BATCH = 8


def _event(event: MakeEvent, it: Planted, number: int) -> dict[str, Any]:
    """Plant it in the log, the message, an exception with its locals, a frame and a finding."""
    line = it.text.replace("\n", " ")
    frame = {
        "file": "candidate.py",
        "line": 3,
        "function": "upload",
        "source": line,
        "locals": [{"name": "text", "type": "str", "value": it.text[:250]}],
    }
    places: list[dict[str, object]] = [
        {"log_tail": it.text},
        {"error_message": it.text, "log_tail": f"odd end {number}"},
        {"exceptions": [{"type": "OddError", "message": it.text, "frames": [frame]}]},
        {"findings": [{"code": "odd_end", "message": line}]},
    ]
    plain = {"exceptions": [], "error_message": f"odd end {number}", "exit": {"code": 3}}
    return event(**{**plain, "log_tail": it.text, **places[number % len(places)]})


def _echo(request: Request) -> Response:
    """Answer with what stands in the request: a model repeats what it was told."""
    said = str(request["messages"][0]["content"])
    return answer_all(request, root_cause=said[-900:], fix_suggestion=said[:400])


def test_no_planted_secret_reaches_claude_the_table_the_bucket_or_the_log(
    diagnose: Diagnosing,
    event: MakeEvent,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setenv("ERRATA_CLAUDE_DAILY_BUDGET_USD", "1000")
    monkeypatch.setenv("ERRATA_CLAUDE_BACKLOG", "100000")
    diagnose.set_key("sk-test")
    diagnose.claude.respond = _echo
    events = [_event(event, it, number) for number, it in enumerate(PLANTED)]
    for start in range(0, len(events), BATCH):
        assert diagnose(*events[start : start + BATCH]) == []
    while diagnose.upgrade()["answered"]:
        """Ask about those that had to wait, too."""

    assert sum(len(case_ids(it)) for it in diagnose.claude.requests) > 40
    printed = capfd.readouterr()
    wires = {
        "Claude": json.dumps([dict(it) for it in diagnose.claude.requests], ensure_ascii=False),
        "DynamoDB": str(_items(diagnose)),
        "what is stored": "\n".join(diagnose.stored(it).model_dump_json() for it in events),
        "S3": str(_objects(diagnose.cloud.artifacts_bucket)),
        "log": printed.out + printed.err + caplog.text,
    }
    assert "<token-1>" in wires["Claude"]
    assert "<token-1>" in wires["what is stored"]
    for wire, text in wires.items():
        leaked = [it.kind for it in PLANTED for secret in it.secrets if secret in text]
        assert not leaked, wire


def _items(diagnose: Diagnosing) -> list[object]:
    found: list[object] = []
    start: dict[str, Any] = {}
    while True:
        page = diagnose.cloud.table.scan(**start)
        found += page["Items"]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _objects(bucket: str) -> list[bytes]:
    s3 = boto3.client("s3")
    listed = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    return [s3.get_object(Bucket=bucket, Key=it["Key"])["Body"].read() for it in listed]
