"""What is measured outside the box: a bitstream's rate and the quality of what it decodes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from orchestrator.codec.ssim import ssim_per_frame
from orchestrator.codec.vmaf import mean_vmaf
from orchestrator.sandbox.step import Video

PSNR_CAP_DB = 100.0
"""Stands for the infinite PSNR of a frame without error."""
OTHER_FRAME_DB = 3.0
"""A picture shows another frame of the source when its error to that one is half, or less."""

Planes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

_STORED = (
    *("qp", "bpp", "kbps", "psnr_y_db", "psnr_u_db", "psnr_v_db", "psnr_yuv_db"),
    *("worst_frame_psnr_y_db", "psnr_y_slope_db_per_frame", "ssim_y", "vmaf"),
    *("encode_s", "decode_s", "peak_memory_bytes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """Rate and quality of a codec at one setting.

    Attributes
    ----------
    qp : int
        The setting; larger is coarser.
    bpp, kbps : float
        Rate in bits per luma sample, and in kbit/s at the clip's frame rate.
    psnr_y_by_frame_db, psnr_u_by_frame_db, psnr_v_by_frame_db : tuple of float
        PSNR of each frame of a plane, in dB, each at most 100 dB.
    ssim_y : float
        Mean SSIM of luma, at most 1.
    shown_frames : tuple of int
        For each decoded picture the number of the source frame that it shows: its own, unless
        another one is nearer by 3 dB. A frozen or swapped frame shows here.
    blank_planes : str
        Which of ``YUV`` came back as a single value throughout, though the source is not.
    vmaf : float or None
        Mean VMAF, 0 to 100; None where it was not measured.
    encode_s, decode_s : float
        Wall time of the boxes, start-up included.
    peak_memory_bytes : float
        The larger of the two boxes' peaks; 0 where the host cannot tell.
    """

    qp: int
    bpp: float
    kbps: float
    psnr_y_by_frame_db: tuple[float, ...]
    psnr_u_by_frame_db: tuple[float, ...]
    psnr_v_by_frame_db: tuple[float, ...]
    ssim_y: float
    shown_frames: tuple[int, ...]
    blank_planes: str = ""
    vmaf: float | None = None
    encode_s: float = 0.0
    decode_s: float = 0.0
    peak_memory_bytes: float = 0.0

    @property
    def psnr_y_db(self) -> float:
        """Mean over frames of luma PSNR, in dB."""
        return _mean(self.psnr_y_by_frame_db)

    @property
    def psnr_u_db(self) -> float:
        """Mean over frames of the PSNR of U, in dB."""
        return _mean(self.psnr_u_by_frame_db)

    @property
    def psnr_v_db(self) -> float:
        """Mean over frames of the PSNR of V, in dB."""
        return _mean(self.psnr_v_by_frame_db)

    @property
    def psnr_yuv_db(self) -> float:
        """PSNR of all planes, weighted 6:1:1 (Ohm et al., IEEE TCSVT 22(12), 2012), in dB."""
        return (6 * self.psnr_y_db + self.psnr_u_db + self.psnr_v_db) / 8

    @property
    def worst_frame_psnr_y_db(self) -> float:
        """The least of the luma PSNRs, in dB: one broken frame shows here."""
        return min(self.psnr_y_by_frame_db)

    @property
    def psnr_y_slope_db_per_frame(self) -> float:
        """Least-squares slope of luma PSNR over time: drift of decoder from encoder shows here."""
        series = self.psnr_y_by_frame_db
        return float(np.polyfit(np.arange(len(series)), series, 1)[0])

    def as_dict(self) -> dict[str, float]:
        """Return the scalars, as an experiment stores them; what was not measured is left out."""
        scalars = {name: getattr(self, name) for name in _STORED}
        return {name: float(value) for name, value in scalars.items() if value is not None}


Curve = Sequence[OperatingPoint]
"""One point for each setting."""


def from_dict(stored: Mapping[str, float]) -> OperatingPoint:
    """Return a point from the scalars that :meth:`OperatingPoint.as_dict` told.

    Of each series of frames there is nothing but the mean, as if the clip were one frame long.
    """
    return OperatingPoint(
        qp=int(stored["qp"]),
        bpp=stored["bpp"],
        kbps=stored["kbps"],
        psnr_y_by_frame_db=(stored["psnr_y_db"],),
        psnr_u_by_frame_db=(stored["psnr_u_db"],),
        psnr_v_by_frame_db=(stored["psnr_v_db"],),
        ssim_y=stored["ssim_y"],
        shown_frames=(0,),
        vmaf=stored.get("vmaf"),
        encode_s=stored["encode_s"],
        decode_s=stored["decode_s"],
        peak_memory_bytes=stored["peak_memory_bytes"],
    )


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
    sources, results = split(video.planes, video), split(decoded, video)
    y, u, v = (psnr_per_frame(a, b) for a, b in zip(sources, results, strict=True))
    bits, size = bitstream_size * 8, (video.height, video.width)
    return OperatingPoint(
        qp=qp,
        bpp=bits / (video.frames * video.height * video.width),
        kbps=bits * video.fps / video.frames / 1_000,
        psnr_y_by_frame_db=tuple(y.tolist()),
        psnr_u_by_frame_db=tuple(u.tolist()),
        psnr_v_by_frame_db=tuple(v.tolist()),
        ssim_y=float(ssim_per_frame(sources[0], results[0]).mean()),
        shown_frames=shown_frames(sources[0], results[0]),
        blank_planes="".join(
            name
            for name, source, result in zip("YUV", sources, results, strict=True)
            if _is_blank(result) and not _is_blank(source)
        ),
        vmaf=mean_vmaf(interleaved(video.planes, video), interleaved(decoded, video), *size),
    )


def split(planes: bytes, video: Video) -> tuple[Planes, Planes, Planes]:
    """Return Y ``(T, H, W)``, U and V ``(T, H/2, W/2)`` of planes in the layout of ``video``."""
    frames, height, width = video.frames, video.height, video.width
    samples = np.frombuffer(planes, np.uint8)
    luma = frames * height * width
    y, u, v = np.split(samples, [luma, luma * 5 // 4])
    chroma = (frames, height // 2, width // 2)
    return y.reshape(frames, height, width), u.reshape(chroma), v.reshape(chroma)


def interleaved(planes: bytes, video: Video) -> Planes:
    """Return planes in the layout of ``video`` as I420 pictures, one a row: ``(T, H*W*3/2)``."""
    return np.concatenate([p.reshape(video.frames, -1) for p in split(planes, video)], axis=1)


def psnr_per_frame(source: Planes, decoded: Planes) -> Floats:
    """Return the PSNR in dB of each frame of ``(T, H, W)`` 8-bit planes, at most 100 dB."""
    error = source.astype(np.float64) - decoded
    return _psnr(np.mean(error**2, axis=(1, 2)))


def shown_frames(source: Planes, decoded: Planes) -> tuple[int, ...]:
    """Return the number of the source frame that each decoded picture shows.

    That is its own unless the PSNR to another one is higher by :data:`OTHER_FRAME_DB`; then the
    nearest. Both are ``(T, H, W)``; of each picture every other row and column is looked at.
    """
    frames = len(source)
    a = source[:, ::2, ::2].reshape(frames, -1).astype(np.float64)
    b = decoded[:, ::2, ::2].reshape(frames, -1).astype(np.float64)
    # |b - a|² of every pair of frames, without a picture of each difference. Not by "@", whose
    # threads are slow on a machine that is busy with boxes.
    error = (b**2).sum(1)[:, None] + (a**2).sum(1) - 2 * np.einsum("ip,jp->ij", b, a)
    psnr = _psnr(np.maximum(error, 0) / a.shape[1])
    best = psnr.argmax(axis=1)
    own = np.arange(frames)
    return tuple(np.where(psnr[own, best] >= psnr[own, own] + OTHER_FRAME_DB, best, own).tolist())


def _is_blank(plane: Planes) -> bool:
    return bool(plane.min() == plane.max())


def _psnr(mse: Floats) -> Floats:
    floor = 255.0**2 / 10 ** (PSNR_CAP_DB / 10)
    psnr: Floats = 10 * np.log10(255.0**2 / np.maximum(mse, floor))
    return psnr


def _mean(series: Sequence[float]) -> float:
    return float(np.mean(series))
