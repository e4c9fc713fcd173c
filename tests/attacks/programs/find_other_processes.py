"""Look for processes beside its own, of this box or of others."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for pid in range(2, 100_000):
        try:
            os.close(os.pidfd_open(pid))
        except OSError:
            continue
        if pid != os.getpid():
            return b"escaped: process %d" % pid
    return b"held"


def decode(bitstream):
    return bitstream
