"""The codec every lineage starts from: block DCT, prediction from the frame before, zlib.

Readable before clever: proposals edit this source, so each step is one small function. A candidate
is one such file; it may import what the box offers and gets nothing but its arguments.

Bitstream: a header (frames, height, width, fps, qp), then for each frame the length of a zlib
stream and the stream, which holds the quantised levels of Y, U and V.
"""

import math
import struct
import zlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Levels: TypeAlias = npt.NDArray[np.int16]
Pixels: TypeAlias = npt.NDArray[np.uint8]

BLOCK = 8
ROUNDING = 0.5
CHROMA_QP_OFFSET = 0
ZLIB_LEVEL = 6
HEADER = struct.Struct("<HHHfB")
LENGTH = struct.Struct("<I")


def dct_matrix(size: int) -> Floats:
    """Return the orthonormal DCT-II matrix (Ahmed, Natarajan, Rao 1974)."""
    n = np.arange(size)
    basis = np.cos(np.pi * (2 * n + 1) * n[:, None] / (2 * size))
    basis[0] *= np.sqrt(0.5)
    matrix: Floats = (basis * np.sqrt(2 / size)).astype(np.float32)
    return matrix


DCT = dct_matrix(BLOCK)
SCAN = np.argsort(np.add.outer(np.arange(BLOCK), np.arange(BLOCK)).ravel(), kind="stable")


def quantiser_steps(qp: int) -> tuple[float, float, float]:
    """Return the step sizes of Y, U and V, which double every six qp as in H.264."""
    luma = 0.625 * math.exp2(qp / 6)
    chroma = 0.625 * math.exp2((qp + CHROMA_QP_OFFSET) / 6)
    return luma, chroma, chroma


def padded_shape(height: int, width: int) -> tuple[int, int]:
    """Return the plane's size rounded up to whole blocks."""
    return -(-height // BLOCK) * BLOCK, -(-width // BLOCK) * BLOCK


def to_blocks(plane: Floats) -> Floats:
    """Cut a plane of whole blocks into an array of blocks."""
    height, width = plane.shape
    grid = plane.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return grid.transpose(0, 2, 1, 3).reshape(-1, BLOCK, BLOCK)


def from_blocks(blocks: Floats, height: int, width: int) -> Floats:
    """Put blocks back together into a plane."""
    grid = blocks.reshape(height // BLOCK, width // BLOCK, BLOCK, BLOCK)
    return grid.transpose(0, 2, 1, 3).reshape(height, width)


def quantise(residual: Floats, step: float) -> Levels:
    """Transform a residual and round its coefficients to whole steps."""
    coefficients = DCT @ to_blocks(residual) @ DCT.T
    magnitude = np.floor(np.abs(coefficients) / step + ROUNDING)
    return (np.sign(coefficients) * magnitude).astype(np.int16)


def reconstruct(prediction: Floats, levels: Levels, step: float) -> Floats:
    """Add the decoded residual to the prediction, as encoder and decoder both do."""
    height, width = prediction.shape
    blocks = DCT.T @ (levels * np.float32(step)) @ DCT
    plane: Floats = np.clip(prediction + from_blocks(blocks, height, width), 0, 255)
    return plane


def pack(levels: Levels) -> bytes:
    """Lay levels out low frequencies first, low bytes before high bytes, for zlib to find runs."""
    scanned = levels.reshape(-1, BLOCK * BLOCK)[:, SCAN].T
    return scanned.astype("<i2").reshape(-1, 1).view(np.uint8).T.tobytes()


def unpack(data: bytes, count: int) -> Levels:
    """Undo :func:`pack` for ``count`` blocks."""
    pairs = np.frombuffer(data, np.uint8).reshape(2, -1).T
    scanned = np.ascontiguousarray(pairs).view("<i2").reshape(BLOCK * BLOCK, count)
    levels = np.empty((count, BLOCK * BLOCK), np.int16)
    levels[:, SCAN] = scanned.T
    return levels.reshape(count, BLOCK, BLOCK)


def first_prediction(height: int, width: int) -> list[Floats]:
    """Return mid-grey planes, from which the first frame is predicted."""
    shapes = [(height, width), (height // 2, width // 2), (height // 2, width // 2)]
    return [np.full(padded_shape(*shape), 128, np.float32) for shape in shapes]


def encode(y: Pixels, u: Pixels, v: Pixels, fps: float, qp: int) -> bytes:
    """Compress I420 planes of shape (frames, height, width)."""
    frames, height, width = y.shape
    steps = quantiser_steps(qp)
    predictions = first_prediction(height, width)
    stream = [HEADER.pack(frames, height, width, fps, qp)]
    for t in range(frames):
        payload = b""
        for index, plane in enumerate((y, u, v)):
            rows, columns = predictions[index].shape
            margins = ((0, rows - plane.shape[1]), (0, columns - plane.shape[2]))
            source = np.pad(plane[t].astype(np.float32), margins, mode="edge")
            levels = quantise(source - predictions[index], steps[index])
            predictions[index] = reconstruct(predictions[index], levels, steps[index])
            payload += pack(levels)
        chunk = zlib.compress(payload, ZLIB_LEVEL)
        stream.append(LENGTH.pack(len(chunk)) + chunk)
    return b"".join(stream)


def decode(bitstream: bytes) -> tuple[Pixels, Pixels, Pixels]:
    """Return the planes of a bitstream."""
    frames, height, width, _fps, qp = HEADER.unpack_from(bitstream)
    steps = quantiser_steps(qp)
    predictions = first_prediction(height, width)
    y = np.empty((frames, height, width), np.uint8)
    u = np.empty((frames, height // 2, width // 2), np.uint8)
    v = np.empty((frames, height // 2, width // 2), np.uint8)
    position, t = HEADER.size, 0
    while t < frames:
        (size,) = LENGTH.unpack_from(bitstream, position)
        position += LENGTH.size
        payload = zlib.decompress(bitstream[position : position + size])
        position += size
        start = 0
        for index, plane in enumerate((y, u, v)):
            count = predictions[index].size // BLOCK**2
            end = start + 2 * predictions[index].size
            levels = unpack(payload[start:end], count)
            start = end
            predictions[index] = reconstruct(predictions[index], levels, steps[index])
            plane[t] = np.rint(predictions[index][: plane.shape[1], : plane.shape[2]])
        t += 1
    return y, u, v
