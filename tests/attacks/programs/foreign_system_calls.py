"""Make system calls by another architecture's numbers."""

import ctypes
import platform

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    x32 = 0x40000000
    if platform.machine() == "x86_64" and libc.syscall(x32 | 39) >= 0:
        return b"escaped: x32 calls pass the filter"
    return b"held"


def decode(bitstream):
    return bitstream
