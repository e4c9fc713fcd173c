"""The published schemas are those of the code."""

import pytest

from errata import schemas


def test_the_committed_schemas_match_the_code() -> None:
    assert schemas.outdated() == []


def test_check_names_what_is_outdated(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    assert schemas.main(["--check"]) == 1
    assert "failure-event.schema.json is outdated" in capsys.readouterr().err
    assert schemas.main([]) == 0
    assert schemas.main(["--check"]) == 0
