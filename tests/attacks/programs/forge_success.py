"""Claim to be done without a bitstream."""

import os

EXPECT = {"finding": "empty_bitstream"}


def encode(y, u, v, fps, qp):
    for fd in range(3, 256):
        try:
            if os.fstat(fd).st_size > 1000:
                os.pwrite(fd, b'{"phase": "done"}'.ljust(1000, b"\0"), 0)
                os.ftruncate(fd, 512 << 10)
        except OSError:
            continue
    os._exit(0)


def decode(bitstream):
    return bitstream
