"""Make links in /tmp that lead out of the box."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for number, target in enumerate(
        ("/etc/shadow", "/proc/1/root/etc/shadow", "../../../etc/shadow")
    ):
        os.symlink(target, f"/tmp/{number}")
        try:
            open(f"/tmp/{number}").read()
        except OSError:
            continue
        return b"escaped: " + target.encode()
    try:
        os.link("/rt/bin", "/tmp/hard")
    except OSError:
        return b"held"
    return b"escaped: a hard link"


def decode(bitstream):
    return bitstream
