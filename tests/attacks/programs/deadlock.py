"""Wait for a lock that is never given back."""

import threading

EXPECT = {"limit": ["wall_clock"], "log": "in encode", "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def decode(bitstream):
    return bitstream
