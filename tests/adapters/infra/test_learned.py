import json

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.learning import Outcome
from errata.taxonomy import Verification
from infra.cli.main import main
from tests.adapters.storage.test_repairs import attempt
from tests.support.aws import Cloud
from tests.support.samples import diagnosis, failure, ulid


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
    learnt = json.loads(capsys.readouterr().out)
    (arm,) = learnt["arms"]
    assert (arm["operator"], arm["updates"]) == ("units", 2)
    assert learnt["repairs"] == {}


def test_what_became_of_repairs_is_shown_by_category(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    store = DynamoDbStore(cloud.table)
    for number, shown in enumerate([Verification.VERIFIED, Verification.VERIFIED, None]):
        claim = attempt(diagnosis(failure(number)))
        store.claim_repair(claim)
        store.settle_repair(claim, ulid(number=9), shown)
    assert main(["learned"]) == 0
    head, row = capsys.readouterr().out.splitlines()[-2:]
    assert head.split() == ["repairs", "of", "tried", "verified", "refuted", "success"]
    assert row.split() == ["runtime", "error", "3", "2", "0", "67%"]
    assert main(["learned", "--json"]) == 0
    tally = {"tried": 3, "verified": 2, "refuted": 0}
    assert json.loads(capsys.readouterr().out)["repairs"] == {"runtime_error": tally}
