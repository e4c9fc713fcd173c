"""Reach the metadata service, the host, the hypervisor, the kernel."""

import errno
import socket

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for family, kind, protocol in (
        (socket.AF_INET, socket.SOCK_STREAM, 0),
        (socket.AF_INET, socket.SOCK_DGRAM, 0),
        (socket.AF_INET, socket.SOCK_RAW, 1),
        (socket.AF_INET6, socket.SOCK_STREAM, 0),
        (socket.AF_UNIX, socket.SOCK_STREAM, 0),
        (socket.AF_NETLINK, socket.SOCK_RAW, 0),
        (socket.AF_PACKET, socket.SOCK_RAW, 0),
        (socket.AF_VSOCK, socket.SOCK_STREAM, 0),
        (socket.AF_ALG, socket.SOCK_SEQPACKET, 0),
    ):
        try:
            socket.socket(family, kind, protocol)
        except OSError as error:
            if error.errno == errno.EACCES:
                continue
            return f"escaped: {family.name}: {error}".encode()
        return b"escaped: " + family.name.encode()
    return b"held"


def decode(bitstream):
    return bitstream
