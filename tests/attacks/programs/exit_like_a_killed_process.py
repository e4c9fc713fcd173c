"""Leave with the status of a process killed for memory."""

import os

EXPECT = {"signal": "SIGSYS", "limit": [None]}


def encode(y, u, v, fps, qp):
    os._exit(137)


def decode(bitstream):
    return bitstream
