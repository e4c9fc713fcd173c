"""Change a sealed input through shared memory, or by copying and punching inside the kernel."""

import ctypes
import mmap
import os
import stat

EXPECT = {"step": "decode", "exception": "AssertionError"}


def encode(y, u, v, fps, qp):
    return b"bitstream"


def decode(bitstream):
    libc = ctypes.CDLL(None, use_errno=True)
    fd = os.open("/tmp/own", os.O_CREAT | os.O_RDWR)
    os.write(fd, bytes(4096))
    for sealed in range(3, 256):
        try:
            size = os.fstat(sealed).st_size if sealed != fd else 0
            if not stat.S_ISREG(os.fstat(sealed).st_mode) or not size:
                continue
        except OSError:
            continue
        for grow in (
            lambda: mmap.mmap(sealed, size * 2, mmap.MAP_SHARED, mmap.PROT_WRITE),
            lambda: os.copy_file_range(fd, sealed, 4096, 0, size),
            lambda: os.sendfile(sealed, fd, 0, 4096) if os.lseek(sealed, 0, 2) else 1 / 0,
            lambda: os.posix_fallocate(sealed, size, 4096),
        ):
            try:
                grow()
            except (OSError, ValueError):
                continue
            raise RuntimeError("escaped: a sealed file grew")
        if libc.fallocate(sealed, 0x20, 0, 4096) == 0 or os.fstat(sealed).st_size != size:
            raise RuntimeError("escaped: a sealed file shrank")
    raise AssertionError("held")
