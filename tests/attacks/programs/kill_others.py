"""Kill the box's first process, and every other."""

import os
import signal
import time

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for target in (1, -1, os.getppid()):
        if target == os.getpid():
            continue
        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(target, number)
            except OSError:
                continue
    time.sleep(0.2)
    return b"held"


def decode(bitstream):
    return bitstream
