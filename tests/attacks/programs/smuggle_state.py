"""Hand the video from encode to decode by any way but the bitstream."""

import builtins
import os

EXPECT = {"step": "both", "exception": "AssertionError"}
FILE = "/tmp/smuggled"
STATE = {}


def encode(y, u, v, fps, qp):
    STATE["y"] = builtins.smuggled = y
    os.environ["SMUGGLED"] = "1"
    with open(FILE, "wb") as file:
        file.write(y.tobytes())
    return b"bitstream"


def decode(bitstream):
    if STATE or hasattr(builtins, "smuggled") or "SMUGGLED" in os.environ or os.path.exists(FILE):
        raise RuntimeError("smuggled")
    raise AssertionError("held")
