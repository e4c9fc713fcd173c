"""Put pipes, sockets, a FIFO and devices in the place of whatever is open."""

import itertools
import os
import socket

EXPECT = {"finding": "exited_early", "stage": "encode"}


def encode(y, u, v, fps, qp):
    os.mkfifo("/tmp/fifo")
    ways = itertools.cycle(
        [
            os.open("/tmp/fifo", os.O_RDWR),
            *(end.detach() for end in socket.socketpair()),
            *os.pipe(),
            os.open("/dev/zero", os.O_RDWR),
            os.open("/tmp", os.O_RDONLY | os.O_DIRECTORY),
        ]
    )
    for fd in range(256):
        try:
            os.fstat(fd)
        except OSError:
            continue
        os.dup2(next(ways), fd)
    os._exit(0)


def decode(bitstream):
    return bitstream
