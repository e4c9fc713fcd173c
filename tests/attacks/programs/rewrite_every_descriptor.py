"""Change, shrink and grow whatever is open."""

import fcntl
import os
import stat


def is_regular(fd):
    try:
        return stat.S_ISREG(os.fstat(fd).st_mode)
    except OSError:
        return False


EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    regular = [fd for fd in range(3, 256) if is_regular(fd)]
    kept = []
    for fd in regular:
        size = os.fstat(fd).st_size
        for attempt in (
            lambda: os.ftruncate(fd, 0),
            lambda: os.ftruncate(fd, 1 << 40),
            lambda: fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE),
        ):
            try:
                attempt()
            except OSError:
                continue
            if size:
                return b"escaped: a sealed file changed"
        try:
            os.pwrite(fd, b"x", 1 << 40)
        except OSError:
            kept.append(fd)
    return b"held" if kept == regular else b"escaped: wrote a terabyte"


def decode(bitstream):
    return bitstream
