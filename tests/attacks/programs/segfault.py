"""Read address zero."""

import ctypes

EXPECT = {"signal": "SIGSEGV", "log": "in encode", "limit": [None]}


def encode(y, u, v, fps, qp):
    return ctypes.string_at(0)


def decode(bitstream):
    return bitstream
