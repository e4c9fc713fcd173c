"""Open or make devices."""

import os
import stat

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for name in (
        "mem",
        "kmem",
        "port",
        "kmsg",
        "fuse",
        "kvm",
        "tty",
        "ptmx",
        "console",
        "shm",
        "pts",
    ):
        if os.path.lexists(f"/dev/{name}"):
            return b"escaped: /dev/" + name.encode()
    try:
        os.mknod("/tmp/memory", stat.S_IFCHR | 0o666, os.makedev(1, 1))
    except OSError:
        return b"held"
    return b"escaped: made a device"


def decode(bitstream):
    return bitstream
