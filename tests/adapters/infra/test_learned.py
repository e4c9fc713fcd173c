import json

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.learning import Outcome
from infra.cli.main import main
from tests.support.aws import Cloud


@pytest.fixture(autouse=True)
def _environment(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", "bucket")
    monkeypatch.setenv("ERRATA_FAILURES_QUEUE_URL", "https://queue")
    store = DynamoDbStore(cloud.table)
    store.credit(Outcome("units/[b]STEP", adopted=True))
    store.credit(Outcome("units", died_of="v2-" + "a" * 32))


def test_what_was_learnt_is_shown_by_arm(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned"]) == 0
    _, kind, target = capsys.readouterr().out.splitlines()
    assert kind.split() == ["units", "1.0", "0.0", "1.0", "1"]
    assert target.split() == ["[b]STEP", "1.0", "0.0", "0.0", "0"]


def test_what_was_learnt_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learned", "--json"]) == 0
    (arm,) = json.loads(capsys.readouterr().out)["arms"]
    assert (arm["operator"], arm["updates"]) == ("units", 2)
