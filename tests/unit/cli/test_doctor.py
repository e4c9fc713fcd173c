"""``errata doctor``: what it prints, and the exit code that tells whether candidates can run."""

import json
from pathlib import Path

import pytest

import orchestrator.sandbox
from infra.cli.main import main
from orchestrator.sandbox import Check, Report

HELD = Report((Check("escape: root", ok=True, detail="held"),), "bubblewrap as root", ("[a] wall",))
OPEN = Report((Check("sandbox", ok=False, detail="bubblewrap is missing: install it"),))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path))
    monkeypatch.setenv("ERRATA_CLIPS", "mine")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "planted-key")


@pytest.mark.parametrize(("report", "code"), [(HELD, 0), (OPEN, 5)])
def test_the_exit_code_tells_whether_candidates_can_run(
    report: Report, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(orchestrator.sandbox, "report", lambda: report)
    assert main(["doctor", "--json"]) == code
    document = json.loads(capsys.readouterr().out)
    assert document["can_run"] is (code == 0)
    assert (document["mode"], tuple(document["weaker"])) == (report.mode, report.weaker)
    shown = {check["check"]: check["ok"] for check in document["checks"]}
    assert shown[report.checks[0].name] is report.checks[0].ok
    assert {"clip mine", "clip bikes_320x136", "emulator", "claude key"} <= shown.keys()


def test_a_person_reads_a_table_with_what_is_weaker_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(orchestrator.sandbox, "report", lambda: HELD)
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "escape: root" in shown
    assert "Weaker here: [a] wall." in shown
    assert "Candidates can run here." in shown
    assert "no clip is called mine" in shown
    assert "ANTHROPIC_API_KEY is set" in shown
    assert "planted-key" not in shown


def test_a_host_that_cannot_isolate_says_so_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(orchestrator.sandbox, "report", lambda: OPEN)
    assert main(["doctor"]) == 5
    shown = capsys.readouterr().out
    assert "bubblewrap is missing: install it" in shown
    assert "No candidate may run here." in shown


def test_clips_that_cannot_be_chosen_are_one_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(orchestrator.sandbox, "report", lambda: HELD)
    monkeypatch.setenv("ERRATA_HOLD_OUT_CLIP", "mine")
    assert main(["doctor", "--json"]) == 0
    rows = {row["check"]: row for row in json.loads(capsys.readouterr().out)["checks"]}
    assert rows["clips"]["ok"] is False
    assert "hold-out" in rows["clips"]["detail"]
