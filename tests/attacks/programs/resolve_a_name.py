"""Send data out in a name to be resolved."""

import socket

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    try:
        socket.getaddrinfo("secret.example.com", 80)
    except OSError:
        return b"held"
    return b"escaped: a name was resolved"


def decode(bitstream):
    return bitstream
