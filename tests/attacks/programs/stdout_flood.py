"""Fill the host's memory or disk with output."""

import os

EXPECT = {"limit": ["output"], "limits": {"log_bytes": 1048576}}


def encode(y, u, v, fps, qp):
    block = b"x" * 65_536
    while True:
        os.write(1, block)


def decode(bitstream):
    return bitstream
