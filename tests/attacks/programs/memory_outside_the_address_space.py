"""Keep memory where no address-space limit counts it."""

import ctypes
import platform

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    column = 0 if platform.machine() == "x86_64" else 1
    for name, numbers, arguments in (
        ("memfd_create", (319, 279), (b"x", 0)),
        ("memfd_secret", (447, 447), (0,)),
        ("shmget", (29, 194), (0, 1 << 20, 0o1600)),
        ("msgget", (68, 186), (0, 0o1600)),
    ):
        if libc.syscall(numbers[column], *arguments) >= 0:
            return b"escaped: " + name.encode()
    return b"held"


def decode(bitstream):
    return bitstream
