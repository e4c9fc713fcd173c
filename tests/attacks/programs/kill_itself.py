"""Die as if killed for memory."""

import os
import signal

EXPECT = {"signal": "SIGKILL", "limit": [None]}


def encode(y, u, v, fps, qp):
    os.kill(os.getpid(), signal.SIGKILL)


def decode(bitstream):
    return bitstream
