import pytest

from orchestrator.codec import start_codec
from orchestrator.codec.metrics import OperatingPoint, measure, split
from orchestrator.codec.synthetic import moving_texture
from orchestrator.sandbox.step import Video


def round_trip(video: Video, qp: int) -> OperatingPoint:
    bitstream = start_codec.encode(*split(video.planes, video), video.fps, qp)
    decoded = b"".join(plane.tobytes() for plane in start_codec.decode(bitstream))
    return measure(video, decoded, bitstream_size=len(bitstream), qp=qp)


def test_a_coarser_setting_costs_fewer_bits_and_quality() -> None:
    points = [round_trip(moving_texture(), qp) for qp in (22, 27, 32, 37)]
    assert [p.psnr_y_db for p in points] == sorted((p.psnr_y_db for p in points), reverse=True)
    assert [p.bpp for p in points] == sorted((p.bpp for p in points), reverse=True)
    assert points[0].psnr_y_db > 40
    assert points[-1].psnr_y_db > 28


def test_the_decoder_does_not_drift_from_the_encoder() -> None:
    point = round_trip(moving_texture(frames=40), 27)
    assert abs(point.psnr_y_slope_db_per_frame) < 0.05


@pytest.mark.parametrize(("height", "width"), [(2, 2), (18, 34), (50, 66)])
def test_sizes_that_are_no_whole_blocks(height: int, width: int) -> None:
    assert round_trip(moving_texture(3, height, width), 22).psnr_y_db > 35


def test_the_same_input_gives_the_same_bitstream() -> None:
    planes = split(moving_texture().planes, moving_texture())
    assert start_codec.encode(*planes, 25.0, 32) == start_codec.encode(*planes, 25.0, 32)
