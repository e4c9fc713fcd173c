"""One number for how much rate a codec takes, comparable between all that share a course."""

import hashlib
import json

from orchestrator.codec.bd_rate import bd_rate_percent
from orchestrator.codec.course import Clip
from orchestrator.codec.metrics import PSNR_CAP_DB, Curve

ANCHOR = "x264_medium"
OCTAVE_DB = 4.0
"""What a doubling of the rate buys, roughly: x264 medium from qp 37 to 22 gains 3.4 dB for each on
one clip of this project, and 4.2 dB on another."""
ORIGIN = (0.1, 32.0)
"""Bits a luma sample, and dB: where a line begins that stands for the anchor."""


class Yardstick:
    """Measures codecs by BD-rate on PSNR of all planes, 6:1:1, on one clip.

    That is rate at equal quality, averaged over a codec's own range of quality. The anchor's curve
    is prolonged by straight lines, of the logarithm of the rate over dB, so that codecs which reach
    beyond it have a score, too. Without the anchor there are only the lines: then a score by itself
    means little, but all are ranked alike.

    Parameters
    ----------
    clip : Clip
        The first working clip of a course.
    """

    def __init__(self, clip: Clip) -> None:
        anchor = _pairs(clip.anchors.get(ANCHOR, ())) or [ORIGIN]
        self._curve = [_on_line(anchor[0], 0.0), *anchor, _on_line(anchor[-1], PSNR_CAP_DB)]
        told = json.dumps([clip.sha256, self._curve])
        self.course = hashlib.sha256(told.encode()).hexdigest()
        """Names what is measured on and against."""

    def score(self, curve: Curve) -> float:
        """Return the BD-rate of a curve that passed the gates, in percent; less is better."""
        return bd_rate_percent(self._curve, _pairs(curve))


def _pairs(curve: Curve) -> list[tuple[float, float]]:
    return sorted((point.bpp, point.psnr_yuv_db) for point in curve)


def _on_line(start: tuple[float, float], quality: float) -> tuple[float, float]:
    rate, from_quality = start
    return rate * 2 ** ((quality - from_quality) / OCTAVE_DB), quality
