"""Never return from C code that holds the interpreter lock."""

import itertools

EXPECT = {"limit": ["wall_clock"], "log": "in encode", "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    return sum(itertools.count())


def decode(bitstream):
    return bitstream
