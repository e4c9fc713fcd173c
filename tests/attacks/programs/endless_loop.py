"""Never return."""

EXPECT = {"limit": ["wall_clock"], "log": "in encode", "limits": {"wall_s": 0.5}}


def encode(y, u, v, fps, qp):
    while True:
        pass


def decode(bitstream):
    return bitstream
