"""Ignore the signal that warns of the CPU limit."""

import signal

EXPECT = {"limit": ["cpu"], "needs": "control groups", "limits": {"cpu_s": 1, "wall_s": 20}}


def encode(y, u, v, fps, qp):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True:
        pass


def decode(bitstream):
    return bitstream
