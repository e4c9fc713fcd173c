"""Users' own clips: what is taken, what is refused and in which words."""

import os
from pathlib import Path

import numpy as np
import pytest

from errata.errors import ConfigurationError, InvalidInputError
from orchestrator.codec import clips
from orchestrator.codec.clips import reading
from orchestrator.codec.metrics import split
from tests.unit.orchestrator.films import film, sound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clips"


def put(tmp_path: Path, data: bytes, name: str = "My Film (1).mkv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "container", "noted"),
    [
        ("libx264", "yuv420p", "mp4", "h264, yuv420p, limited range"),
        ("libx265", "yuv420p10le", "mp4", "hevc, yuv420p10le, limited range"),
        ("libx264", "yuv422p", "matroska", "h264, yuv422p, limited range"),
        ("libx264", "yuv444p", "matroska", "h264, yuv444p, limited range"),
        ("mjpeg", "yuvj420p", "avi", "mjpeg, yuvj420p, full range"),
        ("ffv1", "bgr0", "matroska", "ffv1, bgr0, full range"),
        ("ffv1", "gray", "matroska", "ffv1, gray"),
        ("wrapped_avframe", "yuv420p", "yuv4mpegpipe", "rawvideo, yuv420p, limited range"),
    ],
)
def test_any_format_becomes_8_bit_420_of_limited_range(
    folder: Path, tmp_path: Path, codec: str, pix_fmt: str, container: str, noted: str
) -> None:
    levels = [0, 255] * 5
    data = film(codec=codec, pix_fmt=pix_fmt, container=container, levels=levels)
    note = clips.add(folder, put(tmp_path, data))
    assert noted in note.origin
    video = clips.load(folder, note.name, 10)
    assert (video.frames, video.height, video.width, video.fps) == (10, 64, 96, 25.0)
    y, u, v = split(video.planes, video)
    assert np.abs(y.mean(axis=(1, 2)) - [16, 235] * 5).max() < 3
    assert abs(u.mean() - 128) < 2
    assert abs(v.mean() - 128) < 2


def test_a_note_tells_where_a_clip_comes_from(folder: Path, tmp_path: Path) -> None:
    source = put(tmp_path, film())
    added = clips.add(folder, source, licence="CC0")
    assert added == clips.note(folder, "my_film_1")
    assert added.origin.startswith("My Film (1).mkv (h264")
    assert (added.licence, added.frames, str(added.rate)) == ("CC0", 10, "25")
    assert added.added_at is not None
    assert clips.names(folder)[-1] == "my_film_1"
    assert sorted(path.name for path in folder.iterdir()) == ["my_film_1.i420", "my_film_1.json"]


def test_only_the_first_frames_may_be_kept(folder: Path, tmp_path: Path) -> None:
    told: list[int] = []
    note = clips.add(folder, put(tmp_path, film()), name="few", frames=8, on_frame=told.append)
    assert note.frames == 8
    assert told == list(range(1, 9))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "cannot be read as video"),
        (b"no film at all\n" * 100, "cannot be read as video"),
        (film(container="mp4")[:900], "cannot be read as video"),
        (sound(), "holds only audio"),
        (film(frames=3), "holds 3 frames of video, and 8 are needed"),
        (film(height=65, codec="ffv1", pix_fmt="yuv444p"), "crop it to an even size .* 96x64"),
        (film(height=48, width=48, codec="ffv1"), "is 48x48, and 64x64 is the least"),
        (film(frames=1, height=1200, width=1920, codec="mpeg4"), "larger than Full HD"),
        (film(container="h264") + film(width=64, container="h264"), "changes its size .* frame 10"),
    ],
)
def test_what_is_no_usable_clip_is_refused_in_one_line(
    folder: Path, tmp_path: Path, data: bytes, problem: str
) -> None:
    with pytest.raises(InvalidInputError, match=rf"^file: .*{problem}") as refused:
        clips.add(folder, put(tmp_path, data))
    assert "\n" not in str(refused.value)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_clip_that_is_too_large_asks_how_much_to_keep(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_CLIP", 9 * 64 * 96 * 3 // 2)
    source = put(tmp_path, film())
    with pytest.raises(InvalidInputError, match=r"more than 9 frames of 96x64: .* --frames 9"):
        clips.add(folder, source)
    with pytest.raises(InvalidInputError, match=r"^frames: at 96x64 it may be 8 to 9"):
        clips.add(folder, source, frames=10)
    assert clips.add(folder, source, frames=9).frames == 9


def test_what_is_no_file_is_refused(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing.mp4", ".", "pipe"):
        with pytest.raises(InvalidInputError, match=r"^file: "):
            clips.add(folder, tmp_path / name, name="x")


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "-x", "x" * 41, "x.i420", "ü", "x\n"])
def test_a_name_is_a_plain_word(folder: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidInputError, match=r"^name: .* is no name for a clip"):
        clips.add(folder, put(tmp_path, film()), name=name)
    with pytest.raises(InvalidInputError, match=r"^name"):
        clips.remove(folder, name)
    with pytest.raises(InvalidInputError, match=r"^name"):
        clips.load(folder, name, 8)


def test_a_name_that_is_taken_is_refused(folder: Path, tmp_path: Path) -> None:
    source = put(tmp_path, film())
    clips.add(folder, source, name="mine")
    for name in ("mine", "carphone_qcif"):
        with pytest.raises(InvalidInputError, match="is there already"):
            clips.add(folder, source, name=name)


def test_a_clip_that_is_removed_is_gone(folder: Path, tmp_path: Path) -> None:
    clips.add(folder, put(tmp_path, film()), name="mine")
    clips.remove(folder, "mine")
    assert list(folder.iterdir()) == []
    with pytest.raises(InvalidInputError, match="no clip called mine was added"):
        clips.remove(folder, "mine")
    with pytest.raises(InvalidInputError, match="carphone_qcif comes with Errata"):
        clips.remove(folder, "carphone_qcif")


def test_a_clip_or_note_that_was_changed_is_an_error(folder: Path, tmp_path: Path) -> None:
    clips.add(folder, put(tmp_path, film()), name="mine")
    frames, note = folder / "mine.i420", folder / "mine.json"
    before = frames.read_bytes()
    frames.write_bytes(b"\0" + before[1:])
    with pytest.raises(ConfigurationError, match=r"mine was changed .* errata clips remove mine"):
        clips.load(folder, "mine", 8)
    frames.unlink()
    with pytest.raises(ConfigurationError, match="mine is not there"):
        clips.load(folder, "mine", 8)
    frames.write_bytes(before)
    for damaged in (b"{", note.read_bytes().replace(b'"frames": 10', b'"frames": 9')):
        note.write_bytes(damaged)
        with pytest.raises(ConfigurationError):
            clips.load(folder, "mine", 8)


def test_what_a_killed_process_left_is_swept_and_shown_nowhere(
    folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / ".mine.i420.partial").write_bytes(b"half")
    (folder / "mine.i420").write_bytes(b"frames whose note was not written")
    assert "mine" not in clips.names(folder)
    clips.add(folder, put(tmp_path, film()), name="mine")
    assert sorted(path.name for path in folder.iterdir()) == ["mine.i420", "mine.json"]
    assert clips.load(folder, "mine", 8).frames == 8


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    folder = put(tmp_path, b"a file", "clips")
    with pytest.raises(ConfigurationError, match=f"cannot write clips to {folder}"):
        clips.add(folder, put(tmp_path, film()), name="mine")
