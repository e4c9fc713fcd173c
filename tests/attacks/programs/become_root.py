"""Become root, or get its capabilities."""

import ctypes
import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    if 0 in os.getresuid() + os.getresgid() or os.getgroups() not in ([], [65534]):
        return b"escaped: has root's ids"
    for change in (
        lambda: os.setuid(0),
        lambda: os.setresuid(0, 0, 0),
        lambda: os.setgid(0),
        lambda: os.setgroups([0]),
    ):
        try:
            change()
        except OSError:
            continue
        return b"escaped: changed ids"
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    libc.capget(header, data)
    if any(data):
        return b"escaped: has capabilities"
    data[0] = data[1] = 1 << 21
    return b"held" if libc.capset(header, data) != 0 else b"escaped: took capabilities"


def decode(bitstream):
    return bitstream
