"""Replace the report of its own box: a failure stays a failure."""

import sys

EXPECT = {"finding": "exited_early", "stage": "encode"}


def encode(y, u, v, fps, qp):
    report = sys.modules["errata_box.report"].Report
    report.crashed = lambda self, crash: self.phase("done")
    report.broken_contract = report.out_of_time = report.crashed
    raise ValueError("it failed")


def decode(bitstream):
    return bitstream
