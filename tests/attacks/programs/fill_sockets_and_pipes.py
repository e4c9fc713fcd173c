"""Keep memory of the kernel's in the buffers of sockets and pipes."""

import fcntl
import os
import socket

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    kept, written = [], 0
    block = bytes(1 << 20)
    try:
        while True:
            ends = socket.socketpair()
            kept.append(ends)
            ends[0].setblocking(False)
            ends[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
            written += ends[0].send(block)
    except OSError:
        pass
    for one, other in kept[:60]:
        one.close()
        other.close()
    try:
        while True:
            reading, writing = os.pipe()
            kept.append((reading, writing))
            os.set_blocking(writing, False)
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)
            written += os.write(writing, block)
    except OSError:
        pass
    return b"held" if written < 1 << 28 else b"escaped: %d bytes" % written


def decode(bitstream):
    return bitstream
