"""A codec that lives, for reviews to find nothing in."""

GOOD = """\
import zlib
import numpy as np


def encode(y, u, v, fps, qp):
    return zlib.compress(y.tobytes() + u.tobytes() + v.tobytes())


def decode(bitstream):
    data = np.frombuffer(zlib.decompress(bitstream), dtype=np.uint8)
    return data, data, data
"""
