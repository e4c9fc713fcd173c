"""Overflow the C stack."""

import sys

EXPECT = {"signal": "SIGSEGV", "limit": [None]}


def encode(y, u, v, fps, qp):
    sys.setrecursionlimit(1 << 30)
    nested = None
    for _ in range(2_000_000):
        nested = (nested,)
    return repr(nested).encode() if hash(nested) else b""


def decode(bitstream):
    return bitstream
