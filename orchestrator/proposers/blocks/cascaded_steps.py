"""Rate control: frames that others are predicted from get finer steps (a cascade of qp).

The first frame is the finest, then every fourth: what is coded well once need not be coded again.
"""

import math

from orchestrator.codec.start_codec import CHROMA_QP_OFFSET

CASCADE = 4
FIRST_FINER = 3.0
EVERY_FINER = 1.0


def quantiser_steps(qp: int, t: int) -> tuple[float, float, float]:
    """Return the step sizes of Y, U and V of a frame."""
    finer = FIRST_FINER if t == 0 else EVERY_FINER if t % CASCADE == 0 else 0.0
    luma = 0.625 * math.exp2((qp - finer) / 6)
    chroma = 0.625 * math.exp2((qp - finer + CHROMA_QP_OFFSET) / 6)
    return luma, chroma, chroma
