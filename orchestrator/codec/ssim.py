"""Structural similarity of luma planes.

Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: "Image quality assessment: from error
visibility to structural similarity", IEEE Transactions on Image Processing 13(4), 2004. Constants
and window are the paper's; means are taken where the whole window lies within the picture, and
the picture is not scaled down first.
"""

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
    _, height, width = source.shape
    rows, columns = _smoothing(height), _smoothing(width)
    return np.array([_ssim(a, b, rows, columns) for a, b in zip(source, decoded, strict=True)])


def _ssim(a: Planes, b: Planes, rows: Floats, columns: Floats) -> float:
    x, y = a.astype(np.float64), b.astype(np.float64)
    mean_x, mean_y, mean_xx, mean_yy, mean_xy = (
        rows @ plane @ columns.T for plane in (x, y, x * x, y * y, x * y)
    )
    covariance = mean_xy - mean_x * mean_y
    variances = mean_xx - mean_x**2 + mean_yy - mean_y**2
    luminance = (2 * mean_x * mean_y + C1) / (mean_x**2 + mean_y**2 + C1)
    structure = (2 * covariance + C2) / (variances + C2)
    return float(np.mean(luminance * structure))


def _smoothing(length: int) -> Floats:
    """Return the matrix that takes weighted means along an axis: one row for each window.

    The window is separable, and matrix products are the quickest convolution at hand.
    """
    size = min(WINDOW, length)
    offsets = np.arange(size) - (size - 1) / 2
    window = np.exp(-0.5 * (offsets / SIGMA) ** 2)
    matrix = np.zeros((length - size + 1, length))
    for row in range(len(matrix)):
        matrix[row, row : row + size] = window / window.sum()
    return matrix
