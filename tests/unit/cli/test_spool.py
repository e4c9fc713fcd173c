"""What waits to be published is told by ``errata status`` and ``errata doctor``."""

import json
from pathlib import Path

import pytest

import orchestrator.sandbox
from infra.cli.main import main
from orchestrator.parcels import Parcel
from orchestrator.sandbox import Report
from orchestrator.settings import spool_file
from orchestrator.spool import Spool
from tests.support import samples


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def spooled(home: Path) -> int:
    """A spool with two parcels; their size in bytes."""
    spool = Spool(spool_file(home))
    for number in range(2):
        spool.add(Parcel(experiment=samples.experiment(number), owner="me"))
    return spool.depth().bytes


def test_status_tells_how_much_waits(spooled: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--json"]) == 1
    status = json.loads(capsys.readouterr().out)
    assert (status["spooled_outcomes"], status["spooled_bytes"]) == (2, spooled)


def test_status_of_a_host_that_never_ran_anything(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["spooled_outcomes"] == 0
    assert not spool_file(home).exists()


@pytest.mark.usefixtures("spooled")
def test_doctor_tells_it_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(orchestrator.sandbox, "report", lambda: Report(()))
    main(["doctor", "--json"])
    checks = {row["check"]: row["detail"] for row in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["spool"].startswith("2 outcomes wait to be published")
