"""Raise with a message of ten megabytes."""

EXPECT = {"exception": "ValueError"}


def encode(y, u, v, fps, qp):
    raise ValueError("x" * 10_000_000 + "\ud800")


def decode(bitstream):
    return bitstream
