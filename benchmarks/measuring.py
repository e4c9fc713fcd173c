"""Measuring a decoded video, against the codec that made it; and BD-rate, against the field's own.

Both in this process, without boxes: what the loop spends outside them has to stay small.
"""

import time
import warnings
from collections.abc import Callable
from dataclasses import replace

from benchmarks.report import Figure
from benchmarks.session import Session
from orchestrator.codec import clips, start_codec
from orchestrator.codec.anchors import ENCODERS
from orchestrator.codec.bd_rate import RatePoints, bd_rate_percent
from orchestrator.codec.metrics import measure as measure_point
from orchestrator.codec.metrics import split
from orchestrator.codec.reference_encoder import Encoder, curve
from orchestrator.sandbox.step import Video
from orchestrator.settings import data_folder

CLIP, FRAMES, QP = "carphone_qcif", 24, 27
ROUNDS = 7
AIM = 3.0
"""Times what the codec itself takes; boxes and their imports come on top of that."""
AGREEMENT = 0.001


def measure(session: Session) -> list[Figure]:
    """Measure one operating point, and the BD-rate of x264's slow preset against its usual one."""
    video = clips.load(data_folder() / "clips", CLIP, FRAMES)
    session.say("Measuring a decoded video")
    speed = _speed(video)
    session.say("Comparing BD-rates")
    return [speed, _agreement(video)]


def _speed(video: Video) -> Figure:
    planes = split(video.planes, video)
    bitstream = start_codec.encode(*planes, video.fps, QP)
    decoded = b"".join(plane.tobytes() for plane in start_codec.decode(bitstream))
    ours, codec = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: measure_point(video, decoded, bitstream_size=1, qp=QP)))
        codec.append(_timed(lambda: start_codec.decode(start_codec.encode(*planes, video.fps, QP))))
    best, rival = min(ours), min(codec)
    return Figure(
        name=f"measure a point, {FRAMES} QCIF frames",
        value=best,
        rival="start codec, encode and decode",
        rival_value=rival,
        aim=f"≤ {AIM:g} times the codec",
        met=best <= AIM * rival,
        samples=ROUNDS,
        note="best of; PSNR, SSIM, order of frames, VMAF where at hand",
    )


def _agreement(video: Video) -> Figure:
    medium = ENCODERS[0]
    slow = replace(medium, options={**medium.options, "preset": "veryslow"})
    a, b = _rates(video, medium), _rates(video, slow)
    ours, theirs = bd_rate_percent(a, b), _by_the_package(a, b)
    return Figure(
        name="BD-rate of x264 veryslow against medium",
        value=ours,
        rival="bjontegaard, pchip",
        rival_value=theirs,
        aim=f"within {AGREEMENT:.1%}",
        met=abs(ours - theirs) <= AGREEMENT * abs(theirs),
        samples=len(a),
        note=f"differ by {abs(ours / theirs - 1):.1e}",
        unit="%",
    )


def _rates(video: Video, encoder: Encoder) -> RatePoints:
    return sorted((point.kbps, point.psnr_y_db) for point in curve(video, encoder))


def _by_the_package(anchor: RatePoints, test: RatePoints) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its plotting library warns while it is imported
        import bjontegaard  # takes seconds, which no other benchmark should pay for
    columns = [list(column) for points in (anchor, test) for column in zip(*points, strict=True)]
    return float(bjontegaard.bd_rate(*columns, method="pchip"))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
