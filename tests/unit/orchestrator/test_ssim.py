import numpy as np
import pytest

from orchestrator.codec.metrics import split
from orchestrator.codec.ssim import ssim_per_frame
from orchestrator.codec.synthetic import moving_texture

VIDEO = moving_texture(frames=3)
LUMA = split(VIDEO.planes, VIDEO)[0]
COARSE = (LUMA // 16 * 16 + 8).astype(np.uint8)


def test_it_agrees_with_scikit_image() -> None:
    # structural_similarity(gaussian_weights=True, sigma=1.5, use_sample_covariance=False) of 0.26
    expected = [0.9060382452805028, 0.9055296965054795, 0.9045844063339408]
    assert ssim_per_frame(LUMA, COARSE) == pytest.approx(expected, abs=1e-12)


def test_a_window_computed_by_hand() -> None:
    a, b = LUMA[0, :11, :11].astype(float), COARSE[0, :11, :11].astype(float)
    rows, columns = np.mgrid[-5:6, -5:6]
    weights = np.exp(-(rows**2 + columns**2) / (2 * 1.5**2))
    weights /= weights.sum()
    mean_a, mean_b = (weights * a).sum(), (weights * b).sum()
    var_a, var_b = (weights * (a - mean_a) ** 2).sum(), (weights * (b - mean_b) ** 2).sum()
    covariance = (weights * (a - mean_a) * (b - mean_b)).sum()
    c1, c2 = 2.55**2, 7.65**2
    expected = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    expected /= (mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2)
    assert ssim_per_frame(LUMA[:1, :11, :11], COARSE[:1, :11, :11])[0] == pytest.approx(
        expected, abs=1e-12
    )


def test_a_picture_is_like_itself_and_unlike_its_negative() -> None:
    assert ssim_per_frame(LUMA, LUMA) == pytest.approx([1, 1, 1], abs=1e-12)
    assert ssim_per_frame(LUMA, 255 - LUMA).max() < 0


def test_a_picture_smaller_than_the_window() -> None:
    assert ssim_per_frame(LUMA[:, :4, :8], LUMA[:, :4, :8]) == pytest.approx([1, 1, 1], abs=1e-12)
