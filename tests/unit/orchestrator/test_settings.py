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
    assert (settings.spool.parent, settings.frames) == (tmp_path / "spool", 8)


def test_a_missing_or_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ERRATA_TABLE", raising=False)
    with pytest.raises(ValidationError, match="table"):
        OrchestratorSettings(**{k: v for k, v in NAMES.items() if k != "table"})
    with pytest.raises(ValidationError, match="frames"):
        OrchestratorSettings(**NAMES, frames=1)


def test_clips_are_named_with_commas_and_the_hold_out_clip_may_be_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ERRATA_CLIPS", "carphone_qcif, holiday,carphone_qcif")
    monkeypatch.setenv("ERRATA_HOLD_OUT_CLIP", "")
    settings = OrchestratorSettings(**NAMES)
    assert settings.clips == ("carphone_qcif", "holiday")
    assert settings.hold_out_clip == ""


def test_what_is_held_out_is_none_of_the_clips_that_all_meet() -> None:
    with pytest.raises(ValidationError, match="hold-out clip must be none of the clips"):
        OrchestratorSettings(**NAMES, clips=("holiday",), hold_out_clip="holiday")
    with pytest.raises(ValidationError, match="clips"):
        OrchestratorSettings(**NAMES, clips=())
