"""Leave with status 0 and no result."""

import os

EXPECT = {"finding": "exited_early", "stage": "encode"}


def encode(y, u, v, fps, qp):
    os._exit(0)


def decode(bitstream):
    return bitstream
