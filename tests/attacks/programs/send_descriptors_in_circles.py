"""Send sockets through themselves, so that only the kernel's collector can close them."""

import array
import socket

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for _ in range(2_000):
        one, other = socket.socketpair()
        both = array.array("i", [one.fileno(), other.fileno()]).tobytes()
        try:
            one.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, both)])
            other.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, both)])
        except OSError:
            pass  # too many on their way
        one.close()
        other.close()
    return b"held"


def decode(bitstream):
    return bitstream
