"""Decode by looking for the original among everything that is open."""

import mmap
import os

EXPECT = {"step": "decode", "exception": "AssertionError"}


def encode(y, u, v, fps, qp):
    return b"bitstream"


def decode(bitstream):
    for fd in range(3, 256):
        try:
            with mmap.mmap(fd, 0, access=mmap.ACCESS_READ) as mapped:
                content = mapped[: 1 << 20].strip(b"\0")
        except (OSError, ValueError):
            continue
        if content and not content.startswith(b'{"phase"'):
            raise RuntimeError(f"escaped: {os.fstat(fd).st_size} bytes of something")
    raise AssertionError("held")
