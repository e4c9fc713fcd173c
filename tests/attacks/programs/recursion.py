"""Recurse without end."""

EXPECT = {"exception": "RecursionError"}


def encode(y, u, v, fps, qp):
    return encode(y, u, v, fps, qp)


def decode(bitstream):
    return bitstream
