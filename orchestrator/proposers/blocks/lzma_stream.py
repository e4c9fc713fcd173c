"""Entropy coding: all frames in one LZMA stream, which points back across frames and adapts."""

import lzma

import numpy as np

from orchestrator.codec.start_codec import BLOCK, LENGTH, SCAN, Levels

LZMA_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "lp": 1, "pb": 1}]


def write(planes: list[Levels], side: bytes) -> bytes:
    """Code the levels of all planes, low frequencies first, and the side information."""
    scanned = [levels.reshape(-1, BLOCK * BLOCK)[:, SCAN].T.ravel() for levels in planes]
    payload = np.concatenate(scanned).astype("<i2").tobytes() + side
    return LENGTH.pack(len(side)) + lzma.compress(payload, lzma.FORMAT_RAW, filters=LZMA_FILTERS)


def read(data: bytes, counts: list[int]) -> tuple[list[Levels], bytes]:
    """Undo :func:`write`, given the number of blocks of each plane."""
    (told,) = LENGTH.unpack_from(data)
    payload = lzma.decompress(data[LENGTH.size :], lzma.FORMAT_RAW, filters=LZMA_FILTERS)
    end = len(payload) - told
    scanned = np.frombuffer(payload, "<i2", end // 2)
    planes, position = [], 0
    for count in counts:
        size = count * BLOCK * BLOCK
        levels = np.empty((count, BLOCK * BLOCK), np.int16)
        levels[:, SCAN] = scanned[position : position + size].reshape(BLOCK * BLOCK, count).T
        planes.append(levels.reshape(count, BLOCK, BLOCK))
        position += size
    return planes, payload[end:]
