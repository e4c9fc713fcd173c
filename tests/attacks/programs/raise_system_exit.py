"""Leave through SystemExit."""

import sys

EXPECT = {"exception": "SystemExit", "stage": "encode"}


def encode(y, u, v, fps, qp):
    sys.exit(0)


def decode(bitstream):
    return bitstream
