"""Fill the place of the fault handler with a stack of its own, and die as in native code."""

import os
import signal

EXPECT = {"signal": "SIGSEGV"}
FORGED = b'Fatal Python error: Aborted\n\n  File "launcher.py", line 1 in forged\n' * 4_000


def encode(y, u, v, fps, qp):
    for fd in range(3, 256):
        for offset in (0, 384 << 10, (512 << 10) - 1):
            try:
                os.pwrite(fd, FORGED, offset)
            except OSError:
                continue
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError("it survived")


def decode(bitstream):
    return bitstream
