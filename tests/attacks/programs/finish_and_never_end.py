"""Hand in a perfect result and a report of success, then run on."""

import os

EXPECT = {"limit": ["wall_clock"], "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    for fd in range(3, 256):
        try:
            size = os.fstat(fd).st_size
            os.pwrite(fd, b'{"phase": "done"}'.ljust(384 << 10, b"\0") if size else b"bits", 0)
        except OSError:
            continue
    while True:
        pass


def decode(bitstream):
    return bitstream
