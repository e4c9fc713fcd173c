"""Use more CPU time than allowed."""

EXPECT = {"limit": ["cpu"], "log": "in encode", "limits": {"cpu_s": 1, "wall_s": 20}}


def encode(y, u, v, fps, qp):
    while True:
        pass


def decode(bitstream):
    return bitstream
