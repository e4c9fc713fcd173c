"""Raw I420 frames: taking clips apart, and making them smaller."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from orchestrator.sandbox.step import Video

Plane = npt.NDArray[np.uint8]


def to_video(data: bytes, height: int, width: int, fps: float, frames: int) -> Video:
    """Return the first frames of raw I420 data, which holds frame after frame."""
    planes = (plane[:frames] for plane in _planes(data, height, width))
    return Video(b"".join(plane.tobytes() for plane in planes), frames, height, width, fps)


def shrunk(data: bytes, height: int, width: int, factor: int) -> bytes:
    """Return frames with both sides divided by ``factor``: each sample is the mean of a square.

    In whole numbers, halves rounded up, so that every machine gets the same bytes.
    """
    planes = [_averaged(plane, factor) for plane in _planes(data, height, width)]
    return b"".join(np.concatenate([p.reshape(len(p), -1) for p in planes], axis=1))


def _planes(data: bytes, height: int, width: int) -> Iterator[Plane]:
    """Yield Y ``(T, H, W)``, U and V ``(T, H/2, W/2)``."""
    luma = height * width
    by_frame = np.frombuffer(data, np.uint8).reshape(-1, luma * 3 // 2)
    y, u, v = np.split(by_frame, [luma, luma * 5 // 4], axis=1)
    yield y.reshape(-1, height, width)
    yield u.reshape(-1, height // 2, width // 2)
    yield v.reshape(-1, height // 2, width // 2)


def _averaged(plane: Plane, factor: int) -> Plane:
    frames, height, width = plane.shape
    squares = plane.reshape(frames, height // factor, factor, width // factor, factor)
    sums = squares.sum(axis=(2, 4), dtype=np.uint32)
    means: Plane = ((sums + factor**2 // 2) // factor**2).astype(np.uint8)
    return means
