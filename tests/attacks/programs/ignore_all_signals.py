"""Ignore every signal there is, then sleep."""

import signal
import time

EXPECT = {"limit": ["wall_clock"], "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    for number in signal.valid_signals():
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    time.sleep(60)


def decode(bitstream):
    return bitstream
