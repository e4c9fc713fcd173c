"""Stop instead of ending, so that nobody waits."""

import os
import signal

EXPECT = {"limit": ["wall_clock"], "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    os.kill(os.getpid(), signal.SIGSTOP)


def decode(bitstream):
    return bitstream
