"""Quantisation: a matrix that is coarser at high frequencies, where the eye sees less.

The slope is that of H.264's default matrix for inter blocks (ITU-T H.264, table 7-3).
"""

import numpy as np

from orchestrator.codec.start_codec import BLOCK, ROUNDING, Floats, Levels

COARSEST_WEIGHT = 2.0
_FREQUENCY = np.add.outer(np.arange(BLOCK), np.arange(BLOCK)) / (2 * BLOCK - 2)
WEIGHTS = (1 + (COARSEST_WEIGHT - 1) * _FREQUENCY).astype(np.float32)


def quantise(coefficients: Floats, step: float) -> Levels:
    """Round coefficients to whole steps, each frequency's own."""
    magnitude = np.floor(np.abs(coefficients) / (step * WEIGHTS) + ROUNDING)
    levels: Levels = (np.sign(coefficients) * magnitude).astype(np.int16)
    return levels


def dequantise(levels: Levels, step: float) -> Floats:
    """Return the coefficients that levels stand for."""
    return (levels * (step * WEIGHTS)).astype(np.float32)
