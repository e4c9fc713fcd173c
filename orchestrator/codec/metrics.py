"""What is measured outside the box: a bitstream's rate and the quality of what it decodes to."""

from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from orchestrator.sandbox.step import Video

PSNR_CAP_DB = 100.0
"""Stands for the infinite PSNR of a frame without error."""

Planes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Rate and quality of a codec at one setting.

    Attributes
    ----------
    qp : int
        The setting; larger is coarser.
    bpp, kbps : float
        Rate in bits per luma sample, and in kbit/s at the clip's frame rate.
    psnr_y_db, psnr_u_db, psnr_v_db : float
        Mean over frames of each frame's PSNR, in dB, each frame capped at 100 dB.
    worst_frame_psnr_y_db : float
        The least of the luma PSNRs: one broken frame shows here.
    psnr_y_slope_db_per_frame : float
        Least-squares slope of luma PSNR over time: drift of a decoder from its encoder shows here.
    encode_s, decode_s : float
        Wall time of the boxes, start-up included.
    peak_memory_bytes : float
        The larger of the two boxes' peaks; 0 where the host cannot tell.
    """

    qp: int
    bpp: float
    kbps: float
    psnr_y_db: float
    psnr_u_db: float
    psnr_v_db: float
    worst_frame_psnr_y_db: float
    psnr_y_slope_db_per_frame: float
    encode_s: float = 0.0
    decode_s: float = 0.0
    peak_memory_bytes: float = 0.0

    def as_dict(self) -> dict[str, float]:
        """Return the point as an experiment stores it."""
        return {name: float(value) for name, value in asdict(self).items()}


def measure(video: Video, decoded: bytes, *, bitstream_size: int, qp: int) -> OperatingPoint:
    """Compare decoded planes with their source.

    Parameters
    ----------
    video : Video
        The source.
    decoded : bytes
        Planes in the layout and size of ``video.planes``.
    bitstream_size : int
        Bytes.
    qp : int
        The setting they were encoded with.
    """
    pairs = zip(split(video.planes, video), split(decoded, video), strict=True)
    y, u, v = (psnr_per_frame(source, result) for source, result in pairs)
    bits = bitstream_size * 8
    return OperatingPoint(
        qp=qp,
        bpp=bits / (video.frames * video.height * video.width),
        kbps=bits * video.fps / video.frames / 1_000,
        psnr_y_db=float(y.mean()),
        psnr_u_db=float(u.mean()),
        psnr_v_db=float(v.mean()),
        worst_frame_psnr_y_db=float(y.min()),
        psnr_y_slope_db_per_frame=float(np.polyfit(np.arange(len(y)), y, 1)[0]),
    )


def split(planes: bytes, video: Video) -> tuple[Planes, Planes, Planes]:
    """Return Y ``(T, H, W)``, U and V ``(T, H/2, W/2)`` of planes in the layout of ``video``."""
    frames, height, width = video.frames, video.height, video.width
    samples = np.frombuffer(planes, np.uint8)
    luma = frames * height * width
    y, u, v = np.split(samples, [luma, luma * 5 // 4])
    chroma = (frames, height // 2, width // 2)
    return y.reshape(frames, height, width), u.reshape(chroma), v.reshape(chroma)


def psnr_per_frame(source: Planes, decoded: Planes) -> npt.NDArray[np.float64]:
    """Return the PSNR in dB of each frame of ``(T, H, W)`` 8-bit planes, at most 100 dB."""
    error = source.astype(np.float64) - decoded
    mse = np.mean(error**2, axis=(1, 2))
    floor = 255.0**2 / 10 ** (PSNR_CAP_DB / 10)
    psnr: npt.NDArray[np.float64] = 10 * np.log10(255.0**2 / np.maximum(mse, floor))
    return psnr
