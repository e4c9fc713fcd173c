from pathlib import Path

import pytest
from pydantic import ValidationError

from orchestrator.settings import OrchestratorSettings

NAMES = {"table": "t", "artifacts_bucket": "b", "failures_queue_url": "http://localhost/q"}


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NAMES.items():
        monkeypatch.setenv(f"ERRATA_{name.upper()}", value)
    monkeypatch.setenv("ERRATA_HOME", "/somewhere")
    settings = OrchestratorSettings()
    assert (settings.table, settings.clips_dir) == ("t", Path("/somewhere/clips"))


def test_settings_can_be_made_in_code(tmp_path: Path) -> None:
    settings = OrchestratorSettings(**NAMES, home=tmp_path, frames=8)
    assert (settings.runs_dir, settings.frames) == (tmp_path / "runs", 8)


def test_a_missing_or_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERRATA_TABLE", raising=False)
    with pytest.raises(ValidationError, match="table"):
        OrchestratorSettings(**{k: v for k, v in NAMES.items() if k != "table"})
    with pytest.raises(ValidationError, match="frames"):
        OrchestratorSettings(**NAMES, frames=1)
