"""Print what takes over a terminal: titles, colours, clipboard, queries, direction marks."""

import sys

EXPECT = {"exception": "ValueError", "log": "\x1b]0;owned\x07"}
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x1b[?1049h\x1b]52;c;b3duZWQ=\x07\x1b[6n\x9b31m\u202e\u2066\x00\r"


def encode(y, u, v, fps, qp):
    sys.stdout.write(ESCAPES)
    sys.stderr.write(ESCAPES)
    raise ValueError(ESCAPES)


def decode(bitstream):
    return bitstream
