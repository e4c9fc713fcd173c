"""Clone a process into namespaces of its own."""

import ctypes
import platform

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    number = 56 if platform.machine() == "x86_64" else 220
    for flag in (0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        if libc.syscall(number, flag | 17, 0, 0, 0, 0) >= 0:
            return b"escaped: clone with %x" % flag
    return b"held"


def decode(bitstream):
    return bitstream
