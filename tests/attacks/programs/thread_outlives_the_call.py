"""Leave a thread behind that holds the log open."""

import threading
import time

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    threading.Thread(target=time.sleep, args=(60,)).start()
    return b"held"


def decode(bitstream):
    return bitstream
