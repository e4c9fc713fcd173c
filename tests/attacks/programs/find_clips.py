"""Look for a video file, to return the original instead of decoding."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    suffixes = (".mp4", ".avi", ".y4m", ".yuv", ".mkv", ".webm", ".mov", ".npy", ".npz")
    for directory, _, names in os.walk("/"):
        for name in names:
            path = os.path.join(directory, name)
            if name.endswith(suffixes) and os.path.getsize(path) > 100_000:
                return b"escaped: " + path.encode()
    return b"held"


def decode(bitstream):
    return bitstream
