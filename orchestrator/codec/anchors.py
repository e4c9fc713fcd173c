"""Well-known encoders on the same frames, for candidates to be compared with.

Each runs at constant quality in one thread, tuned for PSNR, which is what it is compared by. x264
and x265 take the quantisers that candidates take, 22, 27, 32 and 37, as in the common test
conditions of JVET; SVT-AV1 takes those customary for AV1 on its own scale of 0 to 63. On the clip
of this project the three span 32 to 42 dB of PSNR-Y, as the codecs do that lineages start from.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import av
from pydantic import TypeAdapter, ValidationError

from errata.errors import ErrataError
from orchestrator.codec import reference_encoder, vmaf
from orchestrator.codec.metrics import Curve, OperatingPoint
from orchestrator.codec.reference_encoder import Encoder
from orchestrator.sandbox.step import Video

ENCODERS = (
    Encoder(
        name="x264_medium",
        library="libx264",
        codec="h264",
        options={"preset": "medium", "tune": "psnr"},
        quality="qp",
        settings=(22, 27, 32, 37),
    ),
    Encoder(
        name="x265_medium",
        library="libx265",
        codec="hevc",
        options={
            "preset": "medium",
            "tune": "psnr",
            "x265-params": "info=0:log-level=error:pools=none:frame-threads=1",
        },
        quality="qp",
        settings=(22, 27, 32, 37),
    ),
    Encoder(
        name="svt_av1",
        library="libsvtav1",
        codec="av1",
        options={"preset": "8", "svtav1-params": "tune=1:lp=1"},  # tune 1: PSNR
        quality="crf",
        settings=(20, 32, 43, 55),
    ),
)

_CURVE = TypeAdapter(tuple[OperatingPoint, ...])


def anchors(
    video: Video, cache: Path, say: Callable[[str], None] = lambda _: None
) -> Mapping[str, Curve]:
    """Return the curve of each anchor by its name, such as ``x264_medium``.

    An encoder that this machine lacks, or that cannot take such pictures, is left out.

    Parameters
    ----------
    video : Video
        What candidates are measured on.
    cache : Path
        Folder that keeps curves; made when missing. A file that cannot be read is made anew.
    say : callable
        Told what is being done when it takes a while, and what was left out.
    """
    curves = {}
    for encoder in ENCODERS:
        try:
            curves[encoder.name] = _cached(video, encoder, cache, say)
        except ErrataError as error:
            say(f"No comparison with {encoder.name}: {error}")
    return curves


def versions() -> dict[str, str]:
    """Return what decides, besides their options, how anchors encode and how they are measured."""
    libavcodec = ".".join(map(str, av.library_versions["libavcodec"]))
    # PyAV's wheels carry the encoders, so their version is settled by PyAV's.
    return {"pyav": av.__version__, "libavcodec": libavcodec, "vmaf": vmaf.version() or "none"}


def _cached(
    video: Video, encoder: Encoder, cache: Path, say: Callable[[str], None]
) -> tuple[OperatingPoint, ...]:
    path = cache / f"{encoder.name}-{_key(video, encoder)}.json"
    try:
        curve = _CURVE.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        curve = ()
    if [point.qp for point in curve] != list(encoder.settings):
        say(f"Encoding {video.frames} frames with {encoder.name} for comparison")
        curve = reference_encoder.curve(video, encoder)
        _write(path, _CURVE.dump_json(curve))
    return curve


def _key(video: Video, encoder: Encoder) -> str:
    clip = {
        "planes": hashlib.sha256(video.planes).hexdigest(),
        "size": [video.frames, video.height, video.width],
        "fps": video.fps,
    }
    told = json.dumps([clip, asdict(encoder), versions()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _write(path: Path, data: bytes) -> None:
    """Write a file that others may read meanwhile: they see all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)
