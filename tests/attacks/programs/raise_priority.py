"""Take the CPU from others."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for change in (
        lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
        lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    ):
        try:
            change()
        except OSError:
            continue
        return b"escaped: priority raised"
    return b"held"


def decode(bitstream):
    return bitstream
