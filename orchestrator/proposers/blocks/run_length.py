"""Entropy coding: zig-zag scan, then runs of zeros and levels as bytes (Wallace 1992), then LZMA.

A block is a pair of bytes (zeros before it, level) for each level, and a zero run of 255 to end; a
level too large for a byte follows an escape.
"""

import lzma
import struct

import numpy as np

from orchestrator.codec.start_codec import BLOCK, LENGTH, SCAN, Levels

END_OF_BLOCK = 255
ESCAPE = -128
LARGE_LEVEL = struct.Struct("<h")
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 3, "lp": 0, "pb": 1}]


def runs_and_levels(levels: Levels) -> bytes:
    """Return the bytes of a plane's blocks."""
    coded = bytearray()
    for block in levels.reshape(-1, BLOCK * BLOCK)[:, SCAN]:
        last = -1
        for place in np.flatnonzero(block).tolist():
            level = int(block[place])
            small = -128 < level < 128
            coded += bytes((place - last - 1, (level if small else ESCAPE) & 0xFF))
            coded += b"" if small else LARGE_LEVEL.pack(level)
            last = place
        coded.append(END_OF_BLOCK)
    return bytes(coded)


def write(planes: list[Levels], side: bytes) -> bytes:
    """Code the levels of all planes and the side information."""
    payload = side + b"".join(map(runs_and_levels, planes))
    return LENGTH.pack(len(side)) + lzma.compress(payload, lzma.FORMAT_RAW, filters=FILTERS)


def read(data: bytes, counts: list[int]) -> tuple[list[Levels], bytes]:
    """Undo :func:`write`, given the number of blocks of each plane."""
    (told,) = LENGTH.unpack_from(data)
    payload = lzma.decompress(data[LENGTH.size :], lzma.FORMAT_RAW, filters=FILTERS)
    planes, position = [], told
    for count in counts:
        scanned = np.zeros((count, BLOCK * BLOCK), np.int16)
        for block in scanned:
            place = -1
            while payload[position] != END_OF_BLOCK:
                place += payload[position] + 1
                level = (payload[position + 1] ^ 0x80) - 0x80
                position += 2
                if level == ESCAPE:
                    (level,) = LARGE_LEVEL.unpack_from(payload, position)
                    position += LARGE_LEVEL.size
                block[place] = level
            position += 1
        levels = np.empty_like(scanned)
        levels[:, SCAN] = scanned
        planes.append(levels.reshape(count, BLOCK, BLOCK))
    return planes, payload[:told]
