"""Say, in every voice there is, that memory ran out."""

import os
import sys

EXPECT = {"exception": "MemoryError", "limit": [None]}


def encode(y, u, v, fps, qp):
    os.write(2, b"kernel: Out of memory: Killed process 7 (python) total-vm:9000000kB\n")
    os.write(2, b"Killed\n")
    sys.stdout.write("oom_kill 1\n")
    raise MemoryError("Unable to allocate 64.0 GiB")


def decode(bitstream):
    return bitstream
