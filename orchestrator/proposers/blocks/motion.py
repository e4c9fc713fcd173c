"""Prediction: motion compensation (Jain, Jain 1981): each block is fetched from where it was.

A full search in whole samples, then finer steps; a vector costs what it differs from its left
neighbour's, against which it is coded. Samples in between are those of HEVC's filters (ITU-T H.265,
table 8-11). Chroma follows luma's vectors.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from orchestrator.codec.start_codec import Floats, Planes

Vectors: TypeAlias = npt.NDArray[np.int64]

MOTION_BLOCK = 16
MOTION_RANGE = 4
MOTION_PRECISION = 2
MOTION_PRICE = 0.4
MOTION_MARGIN = 16
BETWEEN = {
    0: (0, 0, 0, 64, 0, 0, 0, 0),
    1: (-1, 4, -10, 58, 17, -5, 1, 0),
    2: (-1, 4, -11, 40, 40, -11, 4, -1),
    3: (0, 1, -5, 17, 58, -10, 4, -1),
}


def interpolated(plane: Floats) -> Floats:
    """Return a plane, continued on all sides, with MOTION_PRECISION samples for each of its own."""
    fine: Floats = np.pad(plane, MOTION_MARGIN + 4, mode="edge")
    for axis in (0, 1):
        length = fine.shape[axis] - 8
        phases = [
            sum(
                tap / 64 * fine.take(range(k + 1, k + 1 + length), axis)
                for k, tap in enumerate(BETWEEN[phase])
                if tap
            )
            for phase in range(0, 4, 4 // MOTION_PRECISION)
        ]
        shape = [*fine.shape]
        shape[axis] = length * MOTION_PRECISION
        fine = np.stack(phases, axis + 1).reshape(shape).astype(np.float32)
    return fine


def fetched(fine: Floats, vectors: Vectors, size: int) -> Floats:
    """Return blocks of ``size`` samples, each from where its vector points."""
    inside = np.arange(size) * MOTION_PRECISION
    places = [
        (np.arange(count) * size + MOTION_MARGIN) * MOTION_PRECISION for count in vectors.shape[1:]
    ]
    rows = (places[0][:, None] + vectors[0])[..., None] + inside
    columns = (places[1][None, :] + vectors[1])[..., None] + inside
    blocks: Floats = fine[rows[:, :, :, None], columns[:, :, None, :]]
    return blocks


def search(source: Floats, fine: Floats, step: float) -> Vectors:
    """Return each block's vector (down, right), in samples of the interpolated plane."""
    size, reach = MOTION_BLOCK, MOTION_RANGE * MOTION_PRECISION
    rows, columns = source.shape[0] // size, source.shape[1] // size
    wanted = source[: rows * size, : columns * size].reshape(rows, size, columns, size)
    wanted = wanted.transpose(0, 2, 1, 3)
    best = expected = np.zeros((2, rows, columns), np.int64)

    def cost(vectors: Vectors) -> Floats:
        told = np.log2(1 + np.abs(vectors - expected)).sum(axis=0)
        error = np.abs(fetched(fine, vectors, size) - wanted).sum(axis=(2, 3))
        total: Floats = (error + 2 * MOTION_PRICE * step * told).astype(np.float32)
        return total

    def better(trial: Vectors) -> Vectors:
        return np.where(cost(trial) < cost(best), trial, best)

    for down in range(-reach, reach + 1, MOTION_PRECISION):
        for right in range(-reach, reach + 1, MOTION_PRECISION):
            best = better(np.broadcast_to([[[down]], [[right]]], best.shape))
    finer = MOTION_PRECISION // 2
    while finer:
        expected = np.roll(best, 1, axis=2)
        for neighbours in (expected, np.roll(best, 1, axis=1)):
            best = better(neighbours)
        centre = best
        for down in (-finer, 0, finer):
            for right in (-finer, 0, finer):
                moved = np.add(centre, [[[down]], [[right]]])
                best = better(np.clip(moved, -reach, reach))
        finer //= 2
    return best


def compensated(references: Planes, vectors: Vectors) -> Planes:
    """Return the frame that the vectors make of the one before."""
    predictions = []
    for index, reference in enumerate(references):
        size, scaled = (MOTION_BLOCK, vectors) if index == 0 else (MOTION_BLOCK // 2, vectors // 2)
        blocks = fetched(interpolated(reference), scaled, size)
        rows, columns = blocks.shape[0] * size, blocks.shape[1] * size
        plane = reference.copy()
        plane[:rows, :columns] = blocks.transpose(0, 2, 1, 3).reshape(rows, columns)
        predictions.append(plane)
    return predictions


def predict(sources: Planes, references: Planes, step: float) -> tuple[Planes, bytes]:
    """Return what the frame is expected to be, and the vectors that tell the decoder."""
    vectors = search(sources[0], interpolated(references[0]), step)
    told = np.diff(vectors, axis=2, prepend=0).astype(np.int8).tobytes()
    return compensated(references, vectors), told


def follow(references: Planes, side: bytes) -> tuple[Planes, int]:
    """Return the prediction that :func:`predict` chose, and how much of ``side`` told it."""
    rows, columns = (length // MOTION_BLOCK for length in references[0].shape)
    used = 2 * rows * columns
    told = np.frombuffer(side, np.int8, used).reshape(2, rows, columns)
    return compensated(references, np.cumsum(told, axis=2, dtype=np.int64)), used
