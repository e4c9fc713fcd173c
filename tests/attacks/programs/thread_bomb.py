"""Start threads without end."""

import threading

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    leave = threading.Event()
    started = 0
    try:
        while started < 10_000:
            threading.Thread(target=leave.wait, daemon=True).start()
            started += 1
    except RuntimeError:
        return b"held" if started <= 64 else b"escaped: %d threads" % started
    return b"escaped: no limit on threads"


def decode(bitstream):
    return bitstream
