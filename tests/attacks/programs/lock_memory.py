"""Lock memory that the host would need."""

import ctypes

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    size = 1 << 20
    block = ctypes.create_string_buffer(size)
    if libc.mlock(block, size) == 0:
        return b"escaped: a megabyte locked"
    return b"held" if libc.mlockall(1 | 2) != 0 else b"escaped: everything locked"


def decode(bitstream):
    return bitstream
