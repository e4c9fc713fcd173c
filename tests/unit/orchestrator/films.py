"""Little films in containers and formats of all kinds, made for tests."""

import io
from collections.abc import Sequence

import av
import numpy as np


def film(
    frames: int = 10,
    height: int = 64,
    width: int = 96,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    container: str = "matroska",
    levels: Sequence[int] | None = None,
) -> bytes:
    """Return a film whose frames are evenly grey, each a little lighter than the one before."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        if codec == "libx265":
            stream.options = {"x265-params": "log-level=none"}
        for index in range(frames):
            level = levels[index] if levels else 20 * index
            picture = np.full((height, width, 3), level, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            output.mux(stream.encode(frame.reformat(format=pix_fmt)))
        output.mux(stream.encode(None))
    return file.getvalue()


def sound(seconds: float = 0.5) -> bytes:
    """Return a WAV file of silence."""
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as output:
        stream = output.add_stream("pcm_s16le", rate=8_000, layout="mono")
        silence = np.zeros((1, int(8_000 * seconds)), np.int16)
        frame = av.AudioFrame.from_ndarray(silence, format="s16", layout="mono")
        frame.rate = 8_000
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return file.getvalue()
