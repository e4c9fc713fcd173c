"""Queue signals and timers until the kernel has no room for anybody's."""

import ctypes
import signal
import threading

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None, use_errno=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    queued = 0
    try:
        while queued < 10_000:
            signal.pthread_kill(threading.get_ident(), signal.SIGRTMAX)
            queued += 1
    except OSError:
        pass
    timers = 0
    timer = ctypes.c_void_p()
    while timers < 10_000 and libc.timer_create(1, None, ctypes.byref(timer)) == 0:
        timers += 1
    return b"held" if queued + timers < 1_000 else b"escaped: %d and %d" % (queued, timers)


def decode(bitstream):
    return bitstream
