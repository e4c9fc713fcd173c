"""Chroma: its steps grow more slowly than luma's at coarse settings (ITU-T H.264, table 8-15)."""

import math

from orchestrator.codec.start_codec import FIRST_FRAME_QP_OFFSET

CHROMA_KNEE = 30.0
CHROMA_SLOPE = 0.5


def quantiser_steps(qp: int, t: int) -> tuple[float, float, float]:
    """Return the step sizes of Y, U and V of a frame."""
    base = qp + FIRST_FRAME_QP_OFFSET if t == 0 else qp
    slowed = min(base, CHROMA_KNEE + (base - CHROMA_KNEE) * CHROMA_SLOPE)
    luma, chroma = 0.625 * math.exp2(base / 6), 0.625 * math.exp2(slowed / 6)
    return luma, chroma, chroma
