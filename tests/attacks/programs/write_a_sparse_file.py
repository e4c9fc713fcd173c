"""Make a file of a terabyte that takes no room, for whoever reads it."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    fd = os.open("/tmp/sparse", os.O_CREAT | os.O_RDWR)
    for attempt in (
        lambda: os.ftruncate(fd, 1 << 40),
        lambda: os.pwrite(fd, b"x", 1 << 40),
        lambda: os.posix_fallocate(fd, 0, 1 << 40),
    ):
        try:
            attempt()
        except OSError:
            continue
        return b"escaped: a terabyte"
    return b"held"


def decode(bitstream):
    return bitstream
