"""Raise through a thousand causes."""

EXPECT = {"exception": "ValueError"}


def encode(y, u, v, fps, qp):
    error = None
    for number in range(1000):
        try:
            raise ValueError(number) from error
        except ValueError as raised:
            error = raised
    raise error


def decode(bitstream):
    return bitstream
