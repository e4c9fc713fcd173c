"""An encoder of FFmpeg's, run on raw frames: its stream is decoded and measured like any other."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

import av
from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext

from errata.errors import ErrataError
from orchestrator.codec.clips.i420 import to_video
from orchestrator.codec.coded_units import strip
from orchestrator.codec.metrics import OperatingPoint, interleaved, measure
from orchestrator.sandbox.step import Video

DECODERS = {"h264": "h264", "hevc": "hevc", "av1": "libdav1d"}
"""FFmpeg's decoder of each codec; its own of AV1 needs hardware."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """An encoder, and how it is run.

    Attributes
    ----------
    name : str
        As metrics are named after it, for example ``x264_medium``.
    library : str
        FFmpeg's name of it.
    codec : str
        What it writes: ``h264``, ``hevc`` or ``av1``.
    options : mapping of str to str
        As FFmpeg understands them.
    quality : str
        The option that sets the quality.
    settings : tuple of int
        Its values, one for each operating point.
    """

    name: str
    library: str
    codec: str
    options: Mapping[str, str]
    quality: str
    settings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A stream without what no decoder needs, and the bytes taken out of it by kind."""

    packets: tuple[bytes, ...]
    removed: Counter[str]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.packets))


def curve(video: Video, encoder: Encoder) -> tuple[OperatingPoint, ...]:
    """Return what an encoder reaches on a video at each of its settings.

    Raises
    ------
    ErrataError
        When this machine's FFmpeg lacks the encoder, or it fails.
    """
    try:
        return tuple(_point(video, encoder, setting) for setting in encoder.settings)
    except (av.FFmpegError, av.codec.codec.UnknownCodecError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ErrataError(f"FFmpeg's {encoder.library} did not encode: {reason}") from error


def encode(video: Video, encoder: Encoder, setting: int) -> Coded:
    """Encode a video in one thread; the same bytes at every call."""
    os.environ.setdefault("SVT_LOG", "1")  # errors only: SVT-AV1 logs past FFmpeg's own log
    context = _context(encoder.library, "w")
    context.width, context.height, context.pix_fmt = video.width, video.height, "yuv420p"
    context.framerate = Fraction(video.fps).limit_denominator(1_001)
    context.time_base = 1 / context.framerate
    context.options = {**encoder.options, encoder.quality: str(setting)}
    with _own_scheduling():
        units = [
            strip(encoder.codec, bytes(packet))
            for picture in (*_pictures(video), None)
            for packet in context.encode(picture)
        ]
    removed = sum((unit.removed for unit in units), Counter[str]())
    return Coded(tuple(unit.data for unit in units), removed)


def decode(codec: str, packets: Iterable[bytes], video: Video) -> bytes:
    """Return the planes that FFmpeg decodes, in the layout of ``video``.

    Raises
    ------
    ErrataError
        When they are not as many or not of the size of those of ``video``.
    """
    context = _context(DECODERS[codec], "r")
    coded = (*(av.Packet(packet) for packet in packets), None)
    shown = [picture for packet in coded for picture in context.decode(packet)]
    expected = [("yuv420p", video.width, video.height)] * video.frames
    if [(picture.format.name, picture.width, picture.height) for picture in shown] != expected:
        raise ErrataError(f"{codec} came back as {len(shown)} other pictures than went in")
    i420 = b"".join(picture.to_ndarray().tobytes() for picture in shown)
    return to_video(i420, video.height, video.width, video.fps, video.frames).planes


def _context(name: str, mode: Literal["r", "w"]) -> VideoCodecContext:
    context = cast("VideoCodecContext", CodecContext.create(name, mode))
    context.thread_count = 1
    return context


@contextmanager
def _own_scheduling() -> Iterator[None]:
    """Undo what SVT-AV1 does to the calling thread of root: real-time scheduling, before all else.

    Threads and processes started later would inherit it.
    """
    policy, priority = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, priority)


def _point(video: Video, encoder: Encoder, setting: int) -> OperatingPoint:
    coded = encode(video, encoder, setting)
    decoded = decode(encoder.codec, coded.packets, video)
    return measure(video, decoded, bitstream_size=coded.size, qp=setting)


def _pictures(video: Video) -> Iterator[av.VideoFrame]:
    shape = (video.frames, video.height * 3 // 2, video.width)
    for number, pixels in enumerate(interleaved(video.planes, video).reshape(shape)):
        picture = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
        picture.pts = number
        yield picture
