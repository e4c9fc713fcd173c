"""Lock files that the host and all boxes share, to block them or to signal."""

import fcntl
import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for path in (os.__file__, "/dev/null", "/rt", "/rt/bin"):
        fd = os.open(path, os.O_RDONLY)
        for lock in (
            lambda: fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB),
            lambda: fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB),
            lambda: fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK),
        ):
            try:
                lock()
            except OSError:
                continue
            return b"escaped: locked " + path.encode()
        os.close(fd)
    return b"held"


def decode(bitstream):
    return bitstream
