"""Write a report of its own making, and leave."""

import os

EXPECT = {"finding": "exited_early"}


def encode(y, u, v, fps, qp):
    forged = b'{"phase": "done", "error_message": NaN, "exceptions": [' + b"[" * 100_000
    for fd in range(3, 256):
        try:
            os.pwrite(fd, forged, 0)
        except OSError:
            continue
    os._exit(1)


def decode(bitstream):
    return bitstream
