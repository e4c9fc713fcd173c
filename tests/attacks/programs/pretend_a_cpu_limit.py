"""Send itself the signal of a limit that it did not reach."""

import os
import signal

EXPECT = {
    "signal": "SIGXCPU",
    "limit": [None],
    "finding": "exited_early",
    "needs": "control groups",
}


def encode(y, u, v, fps, qp):
    os.kill(os.getpid(), signal.SIGXCPU)


def decode(bitstream):
    return bitstream
