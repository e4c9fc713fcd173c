"""Die of a timer of its own."""

import signal

EXPECT = {"signal": "SIGALRM", "limit": [None], "finding": "exited_early"}


def encode(y, u, v, fps, qp):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    while True:
        pass


def decode(bitstream):
    return bitstream
