"""What people changed, as an operator is shown it."""

import json
from datetime import timedelta

import boto3
import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.diagnosis import Verdict
from errata.taxonomy import GroupStatus
from infra.cli.commands import audit
from infra.cli.main import main
from tests.support.aws import Cloud
from tests.unit.admin_api.fakes import FINGERPRINT, NOW, record


@pytest.fixture(autouse=True)
def _decided(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group that ada muted, in a stack of moto's."""
    outputs = {"TableName": cloud.table.name}

    def outputs_of(_: boto3.Session, stack: str) -> dict[str, str]:
        return {"errata": outputs}[stack]

    monkeypatch.setattr(audit, "outputs_of", outputs_of)
    item = record()
    store = DynamoDbStore(cloud.table)
    store.record(item.event, item.diagnosis)
    store.set_group_status(FINGERPRINT, GroupStatus.MUTED, by="ada", at=NOW)


def test_each_change_tells_who_did_what_before_and_after(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit"]) == 0

    head, status = capsys.readouterr().out.splitlines()
    assert head == f"{NOW:%Y-%m-%d %H:%M:%S}Z ada decided groups/{FINGERPRINT}"
    assert status == "    status: open -> muted"


def test_machines_read_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--json", "--limit", "1"]) == 0

    entry = json.loads(capsys.readouterr().out)
    assert (entry["by"], entry["after"]) == ("ada", {"status": "muted"})


def test_what_people_wrote_acts_on_no_terminal(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    store = DynamoDbStore(cloud.table)
    item = record()
    store.record(item.event, item.diagnosis)
    hostile = item.diagnosis.model_copy(update={"root_cause": "\x1b[2Jgone\nada deleted it"})
    verdict = Verdict(**{name: getattr(hostile, name) for name in Verdict.model_fields})
    at = NOW + timedelta(seconds=1)
    store.correct(item.event.experiment_id, item.event.failure_id, verdict, by="eve", at=at)

    assert main(["audit"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert "eve corrected" in lines[0]
    assert not any("\x1b" in line or line.startswith("ada") for line in lines)
