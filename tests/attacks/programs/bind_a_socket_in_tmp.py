"""Leave a socket where a careless parent would open a file."""

import os
import socket
import stat

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for make in (
        lambda: socket.socket(socket.AF_UNIX).bind("/tmp/socket"),
        lambda: os.mknod("/tmp/socket", stat.S_IFSOCK | 0o666),
    ):
        try:
            make()
        except OSError:
            continue
    os.mkfifo("/tmp/output")
    os.symlink("/etc/shadow", "/tmp/report")
    return b"held"


def decode(bitstream):
    return bitstream
