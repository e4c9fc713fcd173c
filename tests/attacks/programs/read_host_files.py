"""Read files of the host, in homes and beside them."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for path in (
        "/etc/passwd",
        "/etc/shadow",
        "/etc/hostname",
        "/etc/resolv.conf",
        "/root",
        "/home",
        "/work",
        "/var",
        "/run",
        "/sys",
        "/boot",
        "/mnt",
        "/opt",
        "/srv",
        "/usr/share",
        "/usr/bin",
        "/bin",
        "~/.ssh",
        "~/.aws/credentials",
        "/../../etc/shadow",
    ):
        if os.path.lexists(os.path.expanduser(path)):
            return b"escaped: " + path.encode()
    return b"held"


def decode(bitstream):
    return bitstream
