"""Change what later boxes will run."""

import os
import sys

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    import numpy

    for directory in (
        os.path.dirname(numpy.__file__),
        os.path.dirname(os.__file__),
        "/rt",
        "/",
        "/dev",
        os.path.dirname(sys.modules["__main__"].__file__),
        "/usr/lib",
        "/lib64",
    ):
        for attempt in (
            lambda: open(f"{directory}/planted.py", "w"),
            lambda: os.mkdir(f"{directory}/planted"),
            lambda: os.chmod(directory, 0o777),
        ):
            try:
                attempt()
            except OSError:
                continue
            return b"escaped: " + directory.encode()
    return b"held"


def decode(bitstream):
    return bitstream
