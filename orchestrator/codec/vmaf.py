"""VMAF, where an FFmpeg with libvmaf is at hand: in the package imageio-ffmpeg, or on the path.

Z. Li et al.: "Toward a practical perceptual video quality metric", Netflix, 2016; model
vmaf_v0.6.1, made for full HD at three picture heights' distance, so on small clips good for
comparing only.
"""

import functools
import json
import logging
import shutil
import subprocess
import tempfile
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODEL = "vmaf_v0.6.1"
LEAST_SIDE = 32
"""Of smaller pictures libvmaf crashes: it looks at them at four scales."""
TIME_LIMIT_S = 120.0

_log = logging.getLogger(__name__)


def mean_vmaf(
    source: npt.NDArray[np.uint8], decoded: npt.NDArray[np.uint8], height: int, width: int
) -> float | None:
    """Return the mean VMAF over the frames of I420 pictures ``(T, H*W*3/2)``.

    None for pictures too small, without an FFmpeg that has libvmaf, or when it gave no score; only
    the last is unexpected, and a warning is logged.
    """
    ffmpeg = find_ffmpeg()
    if ffmpeg is None or min(height, width) < LEAST_SIDE:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source.tofile(Path(folder, "source"))
        decoded.tofile(Path(folder, "decoded"))
        try:
            _run(ffmpeg, folder, f"{width}x{height}")
            pooled = json.loads(Path(folder, "vmaf.json").read_bytes())["pooled_metrics"]
            return float(pooled["vmaf"]["mean"])
        except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
            _log.warning("FFmpeg gave no VMAF: %s", _reason(error))
            return None


@functools.cache
def find_ffmpeg() -> str | None:
    """Return the path of an FFmpeg that has libvmaf, if there is one."""
    candidates = [str(path) for path in _packaged()] + [shutil.which("ffmpeg")]
    return next((path for path in candidates if path and _has_libvmaf(path)), None)


def version() -> str | None:
    """Return the model, and the FFmpeg that computes it; None without one."""
    ffmpeg = find_ffmpeg()
    return f"{MODEL} {Path(ffmpeg).name}" if ffmpeg else None


def _packaged() -> list[Path]:
    if find_spec("imageio_ffmpeg") is None:
        return []
    folder = resources.files("imageio_ffmpeg").joinpath("binaries")
    return [path for path in folder.iterdir() if isinstance(path, Path) and "ffmpeg" in path.name]


def _has_libvmaf(ffmpeg: str) -> bool:
    command = [ffmpeg, "-hide_banner", "-h", "filter=libvmaf"]
    try:
        told = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return b"libvmaf AVOptions" in told.stdout


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"it ended with status {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"it took more than {error.timeout:g} s"
    return f"{type(error).__name__}: {error}"


def _run(ffmpeg: str, folder: str, size: str) -> None:
    raw = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", size, "-i")
    score = f"libvmaf=model=version={MODEL}:n_threads=1:log_fmt=json:log_path=vmaf.json"
    command = [ffmpeg, "-nostdin", "-loglevel", "error", *raw, "decoded", *raw, "source"]
    subprocess.run(
        [*command, "-lavfi", score, "-f", "null", "-"],
        cwd=folder,
        capture_output=True,
        timeout=TIME_LIMIT_S,
        check=True,
    )
