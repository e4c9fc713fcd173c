"""Write bytes that are no text."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    os.write(1, bytes(range(256)) * 16)
    os.write(2, b"\xff\xfe\xed\xa0\x80")
    return b"held"


def decode(bitstream):
    return bitstream
