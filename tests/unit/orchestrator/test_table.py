from dataclasses import replace

from orchestrator.codec.table import listed
from tests.unit.orchestrator.curves import curve


def test_a_curve_as_a_table_finest_first_and_what_was_not_measured_left_empty() -> None:
    points = curve()[:2][::-1]
    points[1] = replace(points[1], vmaf=97.25)
    assert listed(points) == (
        "qp  kbit/s     bpp  PSNR-Y      U      V    YUV  worst Y    SSIM  VMAF\n"
        "22  1600.0  1.6000   42.00  44.00  45.00  42.62    42.00  0.8400  97.2\n"
        "27   800.0  0.8000   39.00  41.00  42.00  39.62    39.00  0.7800\n"
    )
