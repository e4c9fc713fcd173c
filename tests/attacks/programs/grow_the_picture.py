"""Write more picture than was agreed on."""

import os

EXPECT = {"step": "decode", "exception": "AssertionError"}


def encode(y, u, v, fps, qp):
    return b"bitstream"


def decode(bitstream):
    for fd in range(3, 256):
        try:
            os.pwrite(fd, b"x" * 4096, os.fstat(fd).st_size)
        except OSError:
            continue
        raise RuntimeError("escaped: a sealed file grew")
    raise AssertionError("held")
