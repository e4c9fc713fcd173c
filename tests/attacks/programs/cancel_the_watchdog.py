"""Cancel the dump of stacks, then never return."""

import faulthandler

EXPECT = {"limit": ["wall_clock"], "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    faulthandler.cancel_dump_traceback_later()
    while True:
        pass


def decode(bitstream):
    return bitstream
