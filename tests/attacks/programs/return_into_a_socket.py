"""Return a bitstream into a socket that stands where the output was."""

import os
import socket
import stat

EXPECT = {"finding": "empty_bitstream"}
KEPT = []


def encode(y, u, v, fps, qp):
    ours, theirs = socket.socketpair()
    KEPT.append(ours)
    for fd in range(3, 256):
        try:
            seen = os.fstat(fd)
        except OSError:
            continue
        if stat.S_ISREG(seen.st_mode) and seen.st_size == 0:
            os.dup2(theirs.fileno(), fd)
    return b"bitstream"


def decode(bitstream):
    return bitstream
