"""Allocate ten gigabytes at once."""

import numpy as np

EXPECT = {"exception": "numpy._core._exceptions._ArrayMemoryError", "limit": [None]}


def encode(y, u, v, fps, qp):
    return np.ones((10, 1 << 30), dtype=np.uint8).tobytes()


def decode(bitstream):
    return bitstream
