"""Replace the function that ends the process."""

import os
import time

EXPECT = {"limit": ["wall_clock"], "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    os._exit = lambda status: time.sleep(60)
    return b"result"


def decode(bitstream):
    return bitstream
