"""Win back rights, or hide, by the options of its own process."""

import ctypes

EXPECT = {"output": b"held"}
SECUREBITS, AMBIENT, RAISE, NO_NEW_PRIVILEGES, KEEP = 28, 47, 2, 38, 8


def encode(y, u, v, fps, qp):
    libc = ctypes.CDLL(None)
    libc.prctl(4, 1, 0, 0, 0)  # be dumpable
    libc.prctl(0x59616D61, -1, 0, 0, 0)  # be traced by anybody
    libc.prctl(36, 1, 0, 0, 0)  # adopt orphans
    libc.prctl(1, 0, 0, 0, 0)  # outlive the parent
    libc.prctl(15, b"\x1b[2Jinit", 0, 0, 0)  # another name
    libc.prctl(KEEP, 1, 0, 0, 0)
    if libc.prctl(NO_NEW_PRIVILEGES, 0, 0, 0, 0) == 0:
        return b"escaped: new privileges"
    if libc.prctl(SECUREBITS, 0, 0, 0, 0) == 0:
        return b"escaped: secure bits"
    for capability in range(41):
        if libc.prctl(AMBIENT, RAISE, capability, 0, 0) == 0:
            return b"escaped: capability %d" % capability
    return b"held" if libc.prctl(39, 0, 0, 0, 0) == 1 else b"escaped: flag is gone"


def decode(bitstream):
    return bitstream
