"""Grow without end, a little at a time."""

import numpy as np

EXPECT = {
    "exception": "numpy._core._exceptions._ArrayMemoryError",
    "limits": {"memory_bytes": 201326592},
}


def encode(y, u, v, fps, qp):
    kept = []
    while True:
        kept.append(np.ones(1 << 20))


def decode(bitstream):
    return bitstream
