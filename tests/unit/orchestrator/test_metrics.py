import numpy as np
import pytest

from orchestrator.codec.metrics import (
    interleaved,
    measure,
    psnr_per_frame,
    shown_frames,
    split,
)
from orchestrator.codec.synthetic import moving_texture
from orchestrator.sandbox.step import Video

VIDEO = Video(bytes(range(48)), frames=2, height=4, width=4, fps=10.0)


def test_planes_are_all_luma_then_u_then_v() -> None:
    y, u, v = split(VIDEO.planes, VIDEO)
    assert (y.shape, u.shape, v.shape) == ((2, 4, 4), (2, 2, 2), (2, 2, 2))
    assert (y[1, 0, 0], u[0, 0, 0], v[1, 1, 1]) == (16, 32, 47)


def test_psnr_is_by_frame_and_capped() -> None:
    source = np.zeros((2, 2, 2), np.uint8)
    decoded = source.copy()
    decoded[1] = 5  # MSE 25
    assert psnr_per_frame(source, decoded) == pytest.approx([100, 10 * np.log10(255**2 / 25)])


def test_an_error_does_not_wrap_round() -> None:
    dark, bright = np.zeros((1, 2, 2), np.uint8), np.full((1, 2, 2), 255, np.uint8)
    assert psnr_per_frame(dark, bright) == pytest.approx([0])


def test_rate_in_bits_a_sample_and_kilobits_a_second() -> None:
    point = measure(VIDEO, VIDEO.planes, bitstream_size=100, qp=22)
    assert point.bpp == 800 / 32
    assert point.kbps == 4.0  # 800 bits in 0.2 s


def test_one_broken_frame_shows() -> None:
    video = moving_texture(frames=8)
    planes = bytearray(video.planes)
    planes[: 48 * 64] = bytes(48 * 64)
    point = measure(video, bytes(planes), bitstream_size=1, qp=22)
    assert point.worst_frame_psnr_y_db < 15
    assert point.psnr_u_db == 100


def test_drift_shows_as_slope() -> None:
    video = moving_texture(frames=6)
    y = split(video.planes, video)[0].astype(int)
    drifted = y + np.arange(1, 7)[:, None, None]
    rest = video.planes[y.size :]
    point = measure(video, drifted.astype(np.uint8).tobytes() + rest, bitstream_size=1, qp=22)
    assert point.psnr_y_slope_db_per_frame < -2


def test_planes_are_weighted_as_the_eye_does() -> None:
    video = moving_texture(frames=2)
    planes = bytearray(video.planes)
    planes[-48 * 64 // 2 :] = bytes(48 * 64 // 2)  # V of both frames
    point = measure(video, bytes(planes), bitstream_size=1, qp=22)
    assert point.psnr_v_db < 10
    assert point.psnr_yuv_db == pytest.approx((6 * 100 + 100 + point.psnr_v_db) / 8)


def test_planes_of_a_single_value_are_told_unless_the_source_is_one() -> None:
    video = moving_texture(frames=2)
    unfilled = bytes(len(video.planes))
    assert measure(video, unfilled, bitstream_size=1, qp=22).blank_planes == "YUV"
    assert measure(video, video.planes, bitstream_size=1, qp=22).blank_planes == ""
    black = Video(unfilled, 2, video.height, video.width, video.fps)
    assert measure(black, unfilled, bitstream_size=1, qp=22).blank_planes == ""


def test_pictures_are_laid_out_frame_after_frame() -> None:
    first = [*range(16), *range(32, 36), *range(40, 44)]
    assert interleaved(VIDEO.planes, VIDEO)[0].tolist() == first


def test_which_frame_a_picture_shows() -> None:
    y = split(moving_texture(frames=5).planes, moving_texture(frames=5))[0]
    assert shown_frames(y, y) == (0, 1, 2, 3, 4)
    assert shown_frames(y, y[[0, 2, 1, 3, 3]]) == (0, 2, 1, 3, 3)
    noise = np.random.default_rng(1).integers(-9, 10, y.shape)
    assert shown_frames(y, (y + noise).astype(np.uint8)) == (0, 1, 2, 3, 4)
    assert shown_frames(y, np.full_like(y, 128)) == (0, 1, 2, 3, 4)


def test_a_still_clip_shows_every_frame_at_its_place() -> None:
    still = np.repeat(split(VIDEO.planes, VIDEO)[0][:1], 4, axis=0)
    assert shown_frames(still, still) == (0, 1, 2, 3)


def test_points_are_stored_as_numbers() -> None:
    stored = measure(VIDEO, VIDEO.planes, bitstream_size=100, qp=22).as_dict()
    assert stored["qp"] == 22.0
    assert all(type(value) is float for value in stored.values())
    assert stored["psnr_yuv_db"] == stored["psnr_y_db"] == 100
    assert stored["ssim_y"] == 1
