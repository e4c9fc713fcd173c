"""Read other processes' environment and memory through /proc."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for path in (
        "/proc",
        "/proc/1/environ",
        "/proc/self/fd",
        "/proc/1/mem",
        "/proc/self/mountinfo",
    ):
        if os.path.lexists(path):
            return b"escaped: " + path.encode()
    return b"held"


def decode(bitstream):
    return bitstream
