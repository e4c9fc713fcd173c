"""Fork until the host has no process left."""

import ctypes
import os
import platform


def raw_fork():
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (57,) if platform.machine() == "x86_64" else (220, 17, 0, 0, 0, 0)
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "fork")


EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for fork in (os.fork, raw_fork):
        try:
            fork()
        except OSError:
            continue
        return b"escaped: a second process"
    return b"held"


def decode(bitstream):
    return bitstream
