"""Quantisation: a wide dead zone (Sullivan 1996), for small coefficients cost more than they tell.

H.264's encoders round a third up in intra frames, a sixth in the others; what is reconstructed is
nearer zero than the middle of its step, for the coefficients' distribution falls off (Laplace).
"""

import numpy as np

from orchestrator.codec.start_codec import Floats, Levels

DEAD_ZONE_ROUNDING = 0.25
TOWARDS_ZERO = 0.03


def quantise(coefficients: Floats, step: float) -> Levels:
    """Round coefficients to whole steps, small ones to zero."""
    magnitude = np.floor(np.abs(coefficients) / step + DEAD_ZONE_ROUNDING)
    return (np.sign(coefficients) * magnitude).astype(np.int16)


def dequantise(levels: Levels, step: float) -> Floats:
    """Return the coefficients that levels stand for, drawn a little towards zero."""
    return ((levels - TOWARDS_ZERO * np.sign(levels)) * step).astype(np.float32)
