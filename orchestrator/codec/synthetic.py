"""A made-up clip, for tests: the loop itself measures on real footage only."""

import numpy as np
import numpy.typing as npt

from orchestrator.sandbox.step import Video


def moving_texture(frames: int = 8, height: int = 48, width: int = 64, fps: float = 25.0) -> Video:
    """Return a sinusoidal texture that drifts over a gradient; the same at every call.

    Parameters
    ----------
    frames, height, width : int
        Size; height and width are even.
    fps : float
        Frames a second.
    """
    luma = _drifting(frames, height, width, speed=1.5)
    u, v = (_drifting(frames, height // 2, width // 2, speed) for speed in (0.75, -0.5))
    planes = b"".join(np.rint(plane).astype(np.uint8).tobytes() for plane in (luma, u, v))
    return Video(planes, frames, height, width, fps)


def _drifting(frames: int, height: int, width: int, speed: float) -> npt.NDArray[np.float64]:
    t, row, column = np.ogrid[:frames, :height, :width]
    gradient = 64 + 96 * row / height + 32 * column / width
    texture = np.sin((column + speed * t) / 2.3) * np.cos((row - speed * t / 2) / 3.1)
    picture: npt.NDArray[np.float64] = gradient + 24 * texture
    return picture
