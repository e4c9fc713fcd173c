"""Make a path so deep that whoever cleans up by walking never comes back."""

import os

EXPECT = {"limit": ["memory", "wall_clock"], "limits": {"memory_bytes": 100663296, "wall_s": 1.0}}


def encode(y, u, v, fps, qp):
    os.chdir("/tmp")
    while True:
        os.mkdir("d")
        os.chdir("d")


def decode(bitstream):
    return bitstream
