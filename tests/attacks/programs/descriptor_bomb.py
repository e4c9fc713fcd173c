"""Open descriptors without end."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    opened = []
    try:
        while len(opened) < 10_000:
            opened.append(os.dup(1))
    except OSError:
        held = len(opened) < 256
        for fd in opened:
            os.close(fd)
        return b"held" if held else b"escaped: %d descriptors" % len(opened)
    return b"escaped: no limit on descriptors"


def decode(bitstream):
    return bitstream
