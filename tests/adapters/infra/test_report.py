"""``errata report`` on the template's table: what it reads, and what that costs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.model import OperationModel

from errata.adapters.dynamodb import DynamoDbStore
from errata.experiments import Experiment
from infra.cli.main import main
from infra.report.reading import gathered
from tests.support.aws import Cloud
from tests.support.samples import diagnosis, experiment, failure
from tests.unit.admin_api.fakes import FakeArtifacts

NOW = datetime.now(UTC)


@pytest.fixture
def store(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> DynamoDbStore:
    monkeypatch.setenv("ERRATA_TABLE", cloud.table.name)
    monkeypatch.setenv("ERRATA_ARTIFACTS_BUCKET", "bucket")
    monkeypatch.setenv("ERRATA_FAILURES_QUEUE_URL", "https://queue")
    return DynamoDbStore(cloud.table)


def _failed(store: DynamoDbStore, number: int, when: datetime) -> Experiment:
    running = experiment(number, started_at=when)
    store.start(running)
    event = failure(number, occurred_at=when, experiment_id=running.experiment_id)
    outcome = {"status": "failed", "failure_id": event.failure_id, "operator": "axes/encode"}
    store.finish(Experiment.model_validate(running.model_dump() | outcome))
    store.record(event, diagnosis(event))
    return running


def test_the_report_is_written_with_its_plots(
    store: DynamoDbStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = _failed(store, 1, NOW)
    _failed(store, 2, NOW)
    skipped = experiment(3, started_at=NOW)
    store.start(skipped)
    verdict = {"status": "skipped", "skipped_for": first.experiment_id}
    store.finish(Experiment.model_validate(skipped.model_dump() | verdict))

    assert main(["report", "--since", "2d", "--out", str(tmp_path / "new" / "report")]) == 0

    path = Path(capsys.readouterr().out.strip())
    text = path.read_text("utf-8")
    assert "3 experiments (days are UTC): 0 adopted, 0 no better, 2 died, 1 skipped" in text
    assert "Two planes of different shape are added." in text
    assert (path.parent / "deaths.svg").read_text("utf-8").startswith("<?xml")


def test_what_happened_before_the_period_costs_nothing(store: DynamoDbStore, cloud: Cloud) -> None:
    table = cloud.table
    asked: list[str] = []
    counted = DynamoDbStore(table)

    def note(model: OperationModel, **_: object) -> None:
        asked.append(model.name)

    table.meta.client.meta.events.register("after-call.dynamodb", note)
    _failed(store, 1, NOW)
    costs = []
    for older in (0, 20):
        for number in range(older):
            _failed(store, 100 + number, NOW - timedelta(days=10 + number))
        asked.clear()
        digest = gathered(NOW.date() - timedelta(days=6), NOW.date(), counted, FakeArtifacts())
        costs.append((digest.deaths, tuple(asked)))

    assert costs[0] == costs[1]
    assert costs[0][0] == 1
    assert 0 < len(costs[0][1]) < 12
    assert "Scan" not in costs[0][1]


def test_days_that_make_no_period_are_wrong_usage(
    store: DynamoDbStore, capsys: pytest.CaptureFixture[str]
) -> None:
    del store
    assert main(["report", "--since", "yesterday"]) == 2
    assert "7d or 2026-01-31" in capsys.readouterr().err
    assert main(["report", "--since", "2026-02-01", "--until", "2026-01-01"]) == 2
    assert main(["report", "--since", "2020-01-01"]) == 2
