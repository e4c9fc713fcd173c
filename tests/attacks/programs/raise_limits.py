"""Raise the limits again."""

import resource

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for name in (
        resource.RLIMIT_AS,
        resource.RLIMIT_CPU,
        resource.RLIMIT_NPROC,
        resource.RLIMIT_FSIZE,
    ):
        hard = resource.getrlimit(name)[1]
        if hard == resource.RLIM_INFINITY:
            return b"escaped: a limit is not set"
        try:
            resource.setrlimit(name, (hard + 1, hard + 1))
        except (OSError, ValueError):
            continue
        return b"escaped: a limit was raised"
    return b"held"


def decode(bitstream):
    return bitstream
