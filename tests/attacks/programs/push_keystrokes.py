"""Type into the terminal of the operator."""

import fcntl
import termios

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for fd in range(3):
        for request in (termios.TIOCSTI, 0x541C, termios.TIOCSCTTY):
            try:
                fcntl.ioctl(fd, request, b"\n")
            except OSError:
                continue
            return b"escaped: a terminal took it"
    return b"held"


def decode(bitstream):
    return bitstream
