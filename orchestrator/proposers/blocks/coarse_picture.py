"""First frame: predicted from a small picture of itself, sent beforehand (Burt, Adelson 1983).

The mean of each tile, enlarged without edges; the transform codes what is left.
"""

import numpy as np

from orchestrator.codec.start_codec import Floats, Planes

TILE = 8


def enlarged(means: Floats) -> Floats:
    """Return a plane of TILE times the size, linear between the tiles' centres."""
    for axis in (0, 1):
        length = means.shape[axis]
        places = np.clip((np.arange(length * TILE) + 0.5) / TILE - 0.5, 0, length - 1)
        low = np.minimum(places.astype(int), max(length - 2, 0))
        share = np.expand_dims(places - low, 1 - axis)
        high = np.minimum(low + 1, length - 1)
        means = means.take(low, axis) * (1 - share) + means.take(high, axis) * share
    return means.astype(np.float32)


def predict_first(sources: Planes, references: Planes, step: float) -> tuple[Planes, bytes]:
    """Return what the first frame is expected to be, and what tells the decoder."""
    told = b""
    for source in sources:
        rows, columns = source.shape[0] // TILE, source.shape[1] // TILE
        tiles = source[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE)
        means = np.rint(tiles.mean(axis=(1, 3))).astype(np.uint8)
        told += np.diff(means, axis=1, prepend=np.uint8(128)).tobytes()
    return follow_first(references, told)[0], told


def follow_first(references: Planes, side: bytes) -> tuple[Planes, int]:
    """Return the prediction of :func:`predict_first`, and how much of ``side`` told it."""
    predictions, used = [], 0
    for reference in references:
        rows, columns = reference.shape[0] // TILE, reference.shape[1] // TILE
        steps = np.frombuffer(side, np.uint8, rows * columns, used).reshape(rows, columns)
        used += rows * columns
        means = np.cumsum(steps, axis=1, dtype=np.uint8) + np.uint8(128)
        plane = reference.copy()
        plane[: rows * TILE, : columns * TILE] = enlarged(means.astype(np.float32))
        predictions.append(plane)
    return predictions, used
