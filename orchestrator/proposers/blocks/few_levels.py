"""Quantisation: blocks that hold next to nothing are dropped, as H.264's reference encoder does.

A block whose levels are a few ones at high frequencies costs its position, and adds noise.
"""

import numpy as np

from orchestrator.codec.start_codec import BLOCK, Floats, Levels

FEW_ROUNDING = 0.3
WORTH_CODING = 2


def quantise(coefficients: Floats, step: float) -> Levels:
    """Round coefficients to whole steps; blocks of too few levels become empty."""
    magnitude = np.floor(np.abs(coefficients) / step + FEW_ROUNDING)
    row, column = np.indices((BLOCK, BLOCK))
    worth = np.where(row + column < BLOCK // 2, 1.0, 0.5) * np.minimum(magnitude, 2) ** 2
    kept = worth.sum(axis=(1, 2), keepdims=True) >= WORTH_CODING
    levels: Levels = (np.sign(coefficients) * magnitude * kept).astype(np.int16)
    return levels
