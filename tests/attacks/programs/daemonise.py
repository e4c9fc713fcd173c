"""Leave a process behind that nobody waits for, holding the pipe of the log."""

import ctypes
import os
import sys
import time

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    for leave in (os.fork, os.forkpty, ctypes.CDLL(None).vfork, ctypes.CDLL(None).fork):
        try:
            child = leave()
        except OSError:
            continue
        child = child[0] if isinstance(child, tuple) else child
        if child == 0:
            os.setsid()
            time.sleep(600)
            sys.stdout.write("still here")
            os._exit(0)
        if child > 0:
            return b"escaped: a child"
    try:
        ctypes.CDLL(None).daemon(1, 1)
    except OSError:
        pass
    return b"held"


def decode(bitstream):
    return bitstream
