"""Leave with status 0 and no picture."""

import os

EXPECT = {"step": "decode", "finding": "exited_early", "stage": "decode"}


def encode(y, u, v, fps, qp):
    return b"bitstream"


def decode(bitstream):
    os._exit(0)
