"""Return more than a bitstream may have."""

EXPECT = {
    "finding": "oversized_bitstream",
    "stage": "validate",
    "limits": {"bitstream_bytes": 1048576},
}


def encode(y, u, v, fps, qp):
    return bytes(2 << 20)


def decode(bitstream):
    return bitstream
