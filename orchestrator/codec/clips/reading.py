"""Reading video of any format as raw I420: 8 bits a sample, 4:2:0, limited range."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import IO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange
from av.video.stream import VideoStream

from errata.errors import InvalidInputError
from orchestrator.codec.clips.note import LEAST_FRAMES, LEAST_SIDE, MOST_FRAMES

LARGEST_PICTURE = 1920 * 1088
"""Luma samples: Full HD, as encoders pad it."""
LARGEST_CLIP = 128 << 20
"""Bytes of all frames together: 43 frames of Full HD, 600 of CIF."""


@dataclass(frozen=True, slots=True)
class Footage:
    """Frames that were read, one after the other in ``data``, and what they were read from."""

    data: bytes
    frames: int
    height: int
    width: int
    rate: Fraction
    origin_format: str
    """Codec, sample format and range, for example ``hevc, yuv420p10le, full range``."""


def read(
    file: IO[bytes], *, frames: int | None = None, on_frame: Callable[[int], None] = lambda _: None
) -> Footage:
    """Read the first video stream of a file.

    Other formats are converted by FFmpeg's swscale: more than 8 bits are rounded, chroma is brought
    to 4:2:0, RGB becomes BT.601, and full range becomes limited range.

    Parameters
    ----------
    file : binary file
        Any container and codec that PyAV knows.
    frames : int, optional
        How many frames to take from the start; by default all there are.
    on_frame : callable
        Told the number of frames read so far.

    Raises
    ------
    InvalidInputError
        When it cannot be read, or is no clip that a codec can be measured on; says why.
    """
    with opened(file) as container:
        stream = _video_of(container)
        height, width = _size_of(stream)
        limit = min(MOST_FRAMES, LARGEST_CLIP // (height * width * 3 // 2))
        if frames is not None and not LEAST_FRAMES <= frames <= limit:
            raise _bad("frames", f"at {width}x{height} it may be {LEAST_FRAMES} to {limit}")
        pictures: list[bytes] = []
        for frame in container.decode(stream):
            if len(pictures) == frames:
                break
            if len(pictures) == limit:
                remedy = f"choose how many to keep, for example --frames {min(limit, 120)}"
                raise _bad("file", f"holds more than {limit} frames of {width}x{height}: {remedy}")
            if len(pictures) == 0:
                origin_format = _format_of(stream, frame)
            _check(frame, len(pictures), height, width)
            pictures.append(_i420(frame))
            on_frame(len(pictures))
        rate = stream.average_rate or stream.guessed_rate
    if len(pictures) < (frames or LEAST_FRAMES):
        needed = frames or LEAST_FRAMES
        raise _bad("file", f"holds {len(pictures)} frames of video, and {needed} are needed")
    if not rate or not 0 < rate <= 1_000:
        raise _bad("file", "does not say how many frames a second it shows")
    return Footage(b"".join(pictures), len(pictures), height, width, rate, origin_format)


def _bad(field: str, problem: str) -> InvalidInputError:
    return InvalidInputError(field, problem)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[InputContainer]:
    """Open a file, and put FFmpeg's complaints in one line."""
    try:
        with av.open(file, "r") as container:
            yield container
    except av.FFmpegError as error:
        raise _bad("file", f"cannot be read as video ({error.strerror})") from error


def _video_of(container: InputContainer) -> VideoStream:
    cover = Disposition.attached_pic
    streams = [s for s in container.streams.video if not s.disposition & cover]
    if not streams:
        held = "only audio" if container.streams.audio else "no video"
        raise _bad("file", f"holds {held}")
    return streams[0]


def _size_of(stream: VideoStream) -> tuple[int, int]:
    height, width = stream.codec_context.height, stream.codec_context.width
    size = f"{width}x{height}"
    if min(height, width) < LEAST_SIDE:
        raise _bad("file", f"is {size}, and {LEAST_SIDE}x{LEAST_SIDE} is the least")
    if height * width > LARGEST_PICTURE:
        raise _bad("file", f"is {size}, larger than Full HD: scale it down first")
    if height % 2 or width % 2:
        even = f"{width - width % 2}x{height - height % 2}"
        raise _bad("file", f"is {size}: crop it to an even size first, for example {even}")
    return height, width


def _check(frame: VideoFrame, index: int, height: int, width: int) -> None:
    if (frame.height, frame.width) != (height, width):
        now, before = f"{frame.width}x{frame.height}", f"{width}x{height}"
        raise _bad("file", f"changes its size from {before} to {now} at frame {index}")
    if frame.is_corrupt:
        raise _bad("file", f"is damaged at frame {index}")


def _format_of(stream: VideoStream, frame: VideoFrame) -> str:
    is_full = frame.color_range == ColorRange.JPEG or frame.format.is_rgb
    kind = "full" if is_full else "limited"
    return f"{stream.codec_context.name}, {frame.format.name}, {kind} range"


def _i420(frame: VideoFrame) -> bytes:
    if frame.format.name != "yuv420p" or frame.color_range == ColorRange.JPEG:
        frame = frame.reformat(format="yuv420p", dst_color_range=ColorRange.MPEG)
    return frame.to_ndarray().tobytes()
