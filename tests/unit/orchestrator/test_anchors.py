import os
from dataclasses import replace
from pathlib import Path

import pytest

from errata.errors import ErrataError
from orchestrator.codec import anchors as module
from orchestrator.codec import reference_encoder
from orchestrator.codec.anchors import ENCODERS, anchors
from orchestrator.codec.gates import gates, no_curve
from orchestrator.codec.reference_encoder import encode
from orchestrator.codec.synthetic import moving_texture

VIDEO = moving_texture(frames=4, height=64, width=96)


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENCODERS", ENCODERS[:1])


def test_every_anchor_gives_a_curve_that_passes_the_gates(tmp_path: Path) -> None:
    curves = anchors(VIDEO, tmp_path / "cache")
    assert list(curves) == ["x264_medium", "x265_medium", "svt_av1"]
    for curve in curves.values():
        coarse_to_fine = sorted(curve, key=lambda point: -point.qp)
        assert no_curve(coarse_to_fine) == gates(coarse_to_fine) == ()
        assert all(point.shown_frames == (0, 1, 2, 3) for point in curve)


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.name)
def test_an_anchor_encodes_to_the_same_bytes_at_every_call(
    encoder: reference_encoder.Encoder,
) -> None:
    assert encode(VIDEO, encoder, 32) == encode(VIDEO, encoder, 32)


def test_no_encoder_leaves_us_with_another_scheduling() -> None:
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    for encoder in ENCODERS:
        encode(VIDEO, encoder, encoder.settings[-1])
        assert (os.sched_getscheduler(0), os.sched_getparam(0)) == before


@pytest.mark.usefixtures("fast")
def test_a_curve_is_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    first = anchors(VIDEO, tmp_path, said.append)
    monkeypatch.delattr(reference_encoder, "curve")
    assert anchors(VIDEO, tmp_path, said.append) == first
    assert said == ["Encoding 4 frames with x264_medium for comparison"]


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'[{"qp": 22}]', b"\xff\xfe"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    first = anchors(VIDEO, tmp_path)
    (file,) = tmp_path.iterdir()
    good = file.read_bytes()
    file.write_bytes(damage)
    assert anchors(VIDEO, tmp_path) == first
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [good]


@pytest.mark.usefixtures("fast")
def test_other_frames_options_and_versions_are_other_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchors(VIDEO, tmp_path)
    anchors(moving_texture(frames=5, height=64), tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    fast = replace(ENCODERS[0], options={"preset": "ultrafast"})
    monkeypatch.setattr(module, "ENCODERS", (fast,))
    anchors(VIDEO, tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
    monkeypatch.setattr(module, "versions", lambda: {"pyav": "next"})
    anchors(VIDEO, tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_an_encoder_that_cannot_take_such_pictures_is_left_out(tmp_path: Path) -> None:
    said: list[str] = []
    curves = anchors(moving_texture(frames=2, height=2, width=2), tmp_path, said.append)
    assert list(curves) == ["x264_medium"]
    assert said[-1] == (
        "No comparison with svt_av1: FFmpeg's libsvtav1 did not encode: Invalid argument"
    )


@pytest.mark.parametrize(
    ("library", "options"), [("libnone", {}), ("libx264", {"preset": "hasty"})]
)
def test_an_encoder_that_is_not_there_is_one_clear_line(
    library: str, options: dict[str, str]
) -> None:
    missing = replace(ENCODERS[0], library=library, options=options)
    with pytest.raises(ErrataError, match=rf"^FFmpeg's {library} did not encode: "):
        reference_encoder.curve(VIDEO, missing)


def test_a_stream_that_decodes_to_other_frames_is_an_error() -> None:
    packets = encode(VIDEO, ENCODERS[0], 32).packets
    with pytest.raises(ErrataError, match="came back as 2 other pictures"):
        reference_encoder.decode("h264", packets[:2], VIDEO)
