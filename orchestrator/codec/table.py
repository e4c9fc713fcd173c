"""Curves as text, for logs and terminals."""

from collections.abc import Callable

from orchestrator.codec.metrics import Curve, OperatingPoint

_COLUMNS: tuple[tuple[str, Callable[[OperatingPoint], str]], ...] = (
    ("qp", lambda p: f"{p.qp}"),
    ("kbit/s", lambda p: f"{p.kbps:.1f}"),
    ("bpp", lambda p: f"{p.bpp:.4f}"),
    ("PSNR-Y", lambda p: f"{p.psnr_y_db:.2f}"),
    ("U", lambda p: f"{p.psnr_u_db:.2f}"),
    ("V", lambda p: f"{p.psnr_v_db:.2f}"),
    ("YUV", lambda p: f"{p.psnr_yuv_db:.2f}"),
    ("worst Y", lambda p: f"{p.worst_frame_psnr_y_db:.2f}"),
    ("SSIM", lambda p: f"{p.ssim_y:.4f}"),
    ("VMAF", lambda p: "" if p.vmaf is None else f"{p.vmaf:.1f}"),
)


def listed(curve: Curve) -> str:
    """Return a curve as a table: a line of titles and one for each point, finest first."""
    finest_first = sorted(curve, key=lambda point: point.qp)
    rows = [[title for title, _ in _COLUMNS]]
    rows += [[shown(point) for _, shown in _COLUMNS] for point in finest_first]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.rjust, row, widths)).rstrip() for row in rows)
    return "\n".join(lines) + "\n"
