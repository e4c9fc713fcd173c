"""Never finish loading."""

EXPECT = {
    "limit": ["wall_clock"],
    "stage": "validate",
    "log": "<module>",
    "limits": {"wall_s": 0.5},
}


def encode(y, u, v, fps, qp):
    return b"never"


def decode(bitstream):
    return bitstream


while True:
    pass
