"""Structural similarity of luma planes.

Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: "Image quality assessment: from error
visibility to structural similarity", IEEE Transactions on Image Processing 13(4), 2004. Constants
and window are the paper's; means are taken where the whole window lies within the picture, and
the picture is not scaled down first.
"""

import functools

import numpy as np
import numpy.typing as npt

WINDOW = 11
SIGMA = 1.5
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2

Planes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def ssim_per_frame(source: Planes, decoded: Planes) -> Floats:
    """Return the mean SSIM of each frame of ``(T, H, W)`` 8-bit planes.

    In pictures smaller than the window in a direction, the window is cut to the picture.
    """
    return np.array([_ssim(a, b) for a, b in zip(source, decoded, strict=True)])


def _ssim(a: Planes, b: Planes) -> float:
    x, y = a.astype(np.float64), b.astype(np.float64)
    # Along the rows, then along the columns: the window is separable.
    mean_x, mean_y, mean_xx, mean_yy, mean_xy = (
        _smoothed(_smoothed(plane).T) for plane in (x, y, x * x, y * y, x * y)
    )
    covariance = mean_xy - mean_x * mean_y
    variances = (mean_xx - mean_x**2) + (mean_yy - mean_y**2)
    luminance = (2 * mean_x * mean_y + C1) / (mean_x**2 + mean_y**2 + C1)
    structure = (2 * covariance + C2) / (variances + C2)
    return float(np.mean(luminance * structure))


def _smoothed(plane: Floats) -> Floats:
    """Return weighted means along the last axis, where the whole window fits.

    Written out, not as a matrix product: the library for those uses threads of its own, which on a
    machine busy with boxes made it forty times slower.
    """
    size = min(WINDOW, plane.shape[1])
    count = plane.shape[1] - size + 1
    smoothed = np.zeros((plane.shape[0], count))
    term = np.empty_like(smoothed)
    for k, weight in enumerate(_window(size)):
        np.multiply(plane[:, k : k + count], weight, out=term)
        smoothed += term
    return smoothed


@functools.cache
def _window(size: int) -> Floats:
    offsets = np.arange(size) - (size - 1) / 2
    bell = np.exp(-0.5 * (offsets / SIGMA) ** 2)
    window: Floats = bell / bell.sum()
    return window
