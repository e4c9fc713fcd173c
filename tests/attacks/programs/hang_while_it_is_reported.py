"""Raise an error whose message is never finished."""

EXPECT = {"limit": ["wall_clock"], "exception": "Timeout", "limits": {"wall_s": 0.5}}


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def encode(y, u, v, fps, qp):
    raise Endless


def decode(bitstream):
    return bitstream
