"""Loop filter: steps at block edges that quantisation made are smoothed (List et al. 2003).

As in H.264, an edge is left alone when it is steeper than the quantiser can have made it, or the
picture beside it is uneven: then it belongs to the picture.
"""

import numpy as np

from orchestrator.codec.start_codec import BLOCK, Floats, Levels

EDGE_STEEPEST = 0.8
SIDE_STEEPEST = 0.3
EDGE_SHARE = 0.25


def smooth(plane: Floats, levels: Levels, step: float) -> Floats:
    """Filter a decoded plane before it is shown and predicted from."""
    plane = plane.copy()
    for lines in (plane, plane.T):
        before, near = lines[BLOCK - 2 : -2 : BLOCK], lines[BLOCK - 1 : -1 : BLOCK]
        far, after = lines[BLOCK::BLOCK], lines[BLOCK + 1 :: BLOCK]
        jump = far - near
        even = np.maximum(np.abs(near - before), np.abs(after - far)) < SIDE_STEEPEST * step
        move = np.where(even & (np.abs(jump) < EDGE_STEEPEST * step), jump * EDGE_SHARE, 0)
        near += move
        far -= move
    return plane
