"""``errata clips`` as its user meets it."""

import json
from pathlib import Path

import pytest

from infra.cli.main import main
from tests.unit.orchestrator.films import film, sound


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_clip_is_added_listed_and_removed(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "holiday.mkv").write_bytes(film())
    assert main(["clips", "add", str(tmp_path / "holiday.mkv"), "--licence", "[CC0]"]) == 0
    assert capsys.readouterr().out == "Added holiday: 10 frames of 96x64 at 25 a second\n"
    assert main(["clips", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["clips"]
    assert [clip["name"] for clip in listed][-2:] == ["bunny_320x180", "holiday"]
    assert all(clip["origin"] and clip["licence"] for clip in listed)
    assert (listed[0]["frames"], listed[0]["rate"]) == (120, "30000/1001")
    assert main(["clips", "list"]) == 0
    shown = capsys.readouterr().out
    assert "holiday.mkv (h264, yuv420p, limited range)" in shown
    assert "[CC0]" in shown
    assert main(["clips", "remove", "holiday"]) == 0
    assert list((home / "clips").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["add", "missing.mp4"], "file: cannot read missing.mp4: No such file or directory"),
        (["remove", "carphone_qcif"], "name: carphone_qcif comes with Errata"),
        (["remove", "../etc"], "name: '../etc' is no name for a clip"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clips", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"errata: {problem}")
    assert len(err.splitlines()) == 1


def test_sound_alone_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "song.wav").write_bytes(sound())
    assert main(["clips", "add", str(tmp_path / "song.wav")]) == 2
    assert "errata: file: holds only audio" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["list", "fetch", "add", "remove"])
def test_every_subcommand_has_help_with_an_example(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clips", word, "--help"]) == 0
    assert f"  errata clips {word}" in capsys.readouterr().out.partition("Example")[2]
