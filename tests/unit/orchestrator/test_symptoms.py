from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.events import Finding
from orchestrator.codec import start_codec
from orchestrator.codec.metrics import measure, split
from orchestrator.codec.symptoms import drift, frame_findings, ranges
from orchestrator.codec.synthetic import moving_texture
from tests.unit.orchestrator.curves import curve, falling, showing, with_luma

VIDEO = moving_texture(frames=9)
Luma = npt.NDArray[np.uint8]


def findings(damage: Callable[[Luma], Luma]) -> tuple[Finding, ...]:
    """Run the start codec, damage the luma that it decodes to, and measure that."""
    points = []
    for qp in (37, 22):
        bitstream = start_codec.encode(*split(VIDEO.planes, VIDEO), VIDEO.fps, qp)
        y, u, v = start_codec.decode(bitstream)
        planes = b"".join(plane.tobytes() for plane in (damage(y), u, v))
        points.append(measure(VIDEO, planes, bitstream_size=len(bitstream), qp=qp))
    return (*frame_findings(points, []), *drift(points, []))


def test_an_honest_codec_has_no_symptoms() -> None:
    assert findings(lambda y: y) == ()


def test_swapped_frames() -> None:
    (finding,) = findings(lambda y: y[[0, 1, 2, 4, 3, 5, 6, 7, 8]])
    assert finding.code == "swapped_frames"
    assert finding.message == (
        "frames 3 to 4 come back in each other's place at qp 22; "
        "picture 3, counted from 0, shows frame 4"
    )
    assert finding.values == {"qp": 22, "frame": 3, "shown": 4, "frames": 2}


def test_a_frozen_picture() -> None:
    (finding,) = findings(lambda y: y[[0, 1, 2, 2, 2, 5, 6, 7, 8]])
    assert finding.code == "frozen_frames"
    assert "frames 3 to 4 repeat the one before" in finding.message


def test_a_stream_that_comes_back_late() -> None:
    (finding,) = findings(lambda y: y[[0, 0, 1, 2, 3, 4, 5, 6, 7]])
    assert finding.code == "misplaced_frames"
    assert "frames 1 to 8 show another frame" in finding.message


def test_one_broken_frame() -> None:
    def broken(y: Luma) -> Luma:
        y[5, 8:] = 255
        return y

    (finding,) = findings(broken)
    assert finding.code == "broken_frames"
    assert finding.message.startswith("frame 5 is broken at qp 22: PSNR-Y of frame 5, counted")
    assert finding.values["psnr_y_db"] < 10 < 40 < finding.values["median_psnr_y_db"]


def test_drift() -> None:
    def drifting(y: Luma) -> Luma:
        return (y.astype(int) + 3 * np.arange(len(y))[:, None, None]).clip(0, 255).astype(np.uint8)

    (finding,) = findings(drifting)
    assert finding.code == "drift"
    assert finding.values["first_db"] - finding.values["last_db"] > 6
    assert "dB a frame" in finding.message


def test_a_frame_broken_at_one_qp_only_is_found() -> None:
    points = curve()[::-1]
    points[1:2] = with_luma(points[1:2], f4=20.0, f5=19.0)
    (finding,) = frame_findings(points, [])
    assert "frames 4 to 5 are broken at qp 32: PSNR-Y of frame 5" in finding.message


def test_what_a_reference_shows_too_is_the_clips_own_doing() -> None:
    candidate = with_luma(showing(curve()[::-1], 0, 0), f7=11.0)
    assert len(frame_findings(candidate, [])) == 2
    parent = with_luma(showing(curve()[::-1], 0, 0), f7=12.0)
    assert frame_findings(candidate, [curve()[::-1], parent]) == ()


def test_a_clip_that_gets_harder_is_no_drift() -> None:
    assert drift(falling(1.2)[::-1], [])
    assert drift(falling(1.2)[::-1], [falling(0.7)[::-1]]) == ()
    assert drift(falling(0.5)[::-1], []) == ()


def test_a_step_is_no_drift() -> None:
    tail = with_luma(curve()[::-1], **{f"f{t}": 28.0 for t in range(8, 12)})
    assert drift(tail, []) == ()


@pytest.mark.parametrize(
    ("frames", "words"),
    [
        ([3], "3"),
        ([3, 4, 6], "3 to 4, 6"),
        ([0, 2, 4, 6, 8, 10], "0, 2, 4, 6, 8 and more"),
    ],
)
def test_frame_numbers_in_words(frames: list[int], words: str) -> None:
    assert ranges(frames) == words


@given(st.sets(st.integers(0, 300)))
def test_words_are_few_however_many_frames(frames: set[int]) -> None:
    assert len(ranges(sorted(frames))) < 80
