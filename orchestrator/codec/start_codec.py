"""The codec every lineage starts from: block DCT, prediction from the frame before, zlib.

Readable before clever: proposals edit this source, so each step is one small function. A candidate
is one such file; it may import what the box offers and gets nothing but its arguments.

The steps are those of a hybrid video coder. Each is a slot, into which another technique fits that
keeps the functions' names and arguments: ``forward`` and ``inverse`` transform, ``quantise`` and
``dequantise`` quantise, ``predict_first`` and ``follow_first`` predict the first frame, ``predict``
and ``follow`` the others, ``smooth`` filters, ``write`` and ``read`` code.

Bitstream: a header (frames, height, width, fps, qp), then what ``write`` made of the quantised
levels of all planes, in the order in which they are decoded, and of what the predictions told.
"""

import math
import struct
import zlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Levels: TypeAlias = npt.NDArray[np.int16]
Planes: TypeAlias = list[Floats]
Pixels: TypeAlias = npt.NDArray[np.uint8]

BLOCK = 8
ROUNDING = 0.5
CHROMA_QP_OFFSET = 0
FIRST_FRAME_QP_OFFSET = 0
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


def forward(blocks: Floats) -> Floats:
    """Transform blocks of a residual."""
    return (DCT @ blocks @ DCT.T).astype(np.float32)


def inverse(coefficients: Floats) -> Floats:
    """Undo :func:`forward`."""
    return (DCT.T @ coefficients @ DCT).astype(np.float32)


def quantiser_steps(qp: int, t: int) -> tuple[float, float, float]:
    """Return the step sizes of Y, U and V of a frame, which double every six qp as in H.264."""
    base = qp + FIRST_FRAME_QP_OFFSET if t == 0 else qp
    luma = 0.625 * math.exp2(base / 6)
    chroma = 0.625 * math.exp2((base + CHROMA_QP_OFFSET) / 6)
    return luma, chroma, chroma


def quantise(coefficients: Floats, step: float) -> Levels:
    """Round coefficients to whole steps."""
    magnitude = np.floor(np.abs(coefficients) / step + ROUNDING)
    return (np.sign(coefficients) * magnitude).astype(np.int16)


def dequantise(levels: Levels, step: float) -> Floats:
    """Return the coefficients that levels stand for."""
    return levels * np.float32(step)


def to_blocks(plane: Floats) -> Floats:
    """Cut a plane of whole blocks into an array of blocks."""
    height, width = plane.shape
    grid = plane.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    return grid.transpose(0, 2, 1, 3).reshape(-1, BLOCK, BLOCK)


def from_blocks(blocks: Floats, height: int, width: int) -> Floats:
    """Put blocks back together into a plane."""
    grid = blocks.reshape(height // BLOCK, width // BLOCK, BLOCK, BLOCK)
    return grid.transpose(0, 2, 1, 3).reshape(height, width)


def first_references(height: int, width: int) -> Planes:
    """Return mid-grey planes of whole blocks, from which the first frame is predicted."""
    shapes = [(height, width), (height // 2, width // 2), (height // 2, width // 2)]
    return [
        np.full((-(-rows // BLOCK) * BLOCK, -(-columns // BLOCK) * BLOCK), 128, np.float32)
        for rows, columns in shapes
    ]


def padded(plane: Pixels, shape: tuple[int, ...]) -> Floats:
    """Return a plane continued to whole blocks by its last row and column."""
    margins = ((0, shape[0] - plane.shape[0]), (0, shape[1] - plane.shape[1]))
    return np.pad(plane.astype(np.float32), margins, mode="edge")


def predict_first(sources: Planes, references: Planes, step: float) -> tuple[Planes, bytes]:
    """Return what the first frame is expected to be, and what tells the decoder."""
    return list(references), b""


def follow_first(references: Planes, side: bytes) -> tuple[Planes, int]:
    """Return the prediction of :func:`predict_first`, and how much of ``side`` told it."""
    return list(references), 0


def predict(sources: Planes, references: Planes, step: float) -> tuple[Planes, bytes]:
    """Return what the frame is expected to be, and what the decoder needs to expect the same."""
    return list(references), b""


def follow(references: Planes, side: bytes) -> tuple[Planes, int]:
    """Return the prediction that :func:`predict` chose, and how much of ``side`` told it."""
    return list(references), 0


def smooth(plane: Floats, levels: Levels, step: float) -> Floats:
    """Filter a decoded plane before it is shown and predicted from."""
    return plane


def reconstruct(prediction: Floats, levels: Levels, step: float) -> Floats:
    """Add the decoded residual to the prediction, as encoder and decoder both do."""
    height, width = prediction.shape
    residual = from_blocks(inverse(dequantise(levels, step)), height, width)
    return smooth(np.clip(prediction + residual, 0, 255), levels, step)


def write(planes: list[Levels], side: bytes) -> bytes:
    """Code the levels of all planes, low frequencies first, and the side information."""
    stream = []
    for levels in planes:
        scanned = levels.reshape(-1, BLOCK * BLOCK)[:, SCAN].T
        payload = scanned.astype("<i2").tobytes()
        chunk = zlib.compress(payload, ZLIB_LEVEL)
        stream.append(LENGTH.pack(len(chunk)) + chunk)
    return b"".join(stream) + zlib.compress(side, ZLIB_LEVEL)


def read(data: bytes, counts: list[int]) -> tuple[list[Levels], bytes]:
    """Undo :func:`write`, given the number of blocks of each plane."""
    planes, position = [], 0
    for count in counts:
        (size,) = LENGTH.unpack_from(data, position)
        position += LENGTH.size
        payload = zlib.decompress(data[position : position + size])
        position += size
        levels = np.empty((count, BLOCK * BLOCK), np.int16)
        levels[:, SCAN] = np.frombuffer(payload, "<i2").reshape(BLOCK * BLOCK, count).T
        planes.append(levels.reshape(count, BLOCK, BLOCK))
    return planes, zlib.decompress(data[position:])


def encode(y: Pixels, u: Pixels, v: Pixels, fps: float, qp: int) -> bytes:
    """Compress I420 planes of shape (frames, height, width)."""
    frames, height, width = y.shape
    references = first_references(height, width)
    coded: list[Levels] = []
    side = b""
    for t in range(frames):
        steps = quantiser_steps(qp, t)
        sources = [padded(p[t], r.shape) for p, r in zip((y, u, v), references, strict=True)]
        if t == 0:
            predictions, told = predict_first(sources, references, steps[0])
        else:
            predictions, told = predict(sources, references, steps[0])
        side += told
        for index, step in enumerate(steps):
            levels = quantise(forward(to_blocks(sources[index] - predictions[index])), step)
            coded.append(levels)
            references[index] = reconstruct(predictions[index], levels, step)
    return HEADER.pack(frames, height, width, fps, qp) + write(coded, side)


def decode(bitstream: bytes) -> tuple[Pixels, Pixels, Pixels]:
    """Return the planes of a bitstream."""
    frames, height, width, _fps, qp = HEADER.unpack_from(bitstream)
    references = first_references(height, width)
    counts = [reference.size // BLOCK**2 for reference in references]
    coded, side = read(bitstream[HEADER.size :], counts * frames)
    y = np.empty((frames, height, width), np.uint8)
    u = np.empty((frames, height // 2, width // 2), np.uint8)
    v = np.empty((frames, height // 2, width // 2), np.uint8)
    position, t = 0, 0
    while t < frames:
        if t == 0:
            predictions, used = follow_first(references, side[position:])
        else:
            predictions, used = follow(references, side[position:])
        position += used
        steps = quantiser_steps(qp, t)
        for index, plane in enumerate((y, u, v)):
            levels = coded[3 * t + index]
            references[index] = reconstruct(predictions[index], levels, steps[index])
            plane[t] = np.rint(references[index][: plane.shape[1], : plane.shape[2]])
        t += 1
    return y, u, v
