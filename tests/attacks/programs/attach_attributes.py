"""Keep memory of the kernel's in attributes of files, which no limit on a file's size counts."""

import os

EXPECT = {
    "limit": ["memory", "wall_clock"],
    "limits": {"memory_bytes": 100663296, "wall_s": 1.0},
}


def encode(y, u, v, fps, qp):
    number = 0
    while True:
        path = f"/tmp/{number}"
        os.close(os.open(path, os.O_CREAT))
        number += 1
        for index in range(64):
            try:
                os.setxattr(path, f"user.{index}", bytes(60_000))
            except OSError:
                break


def decode(bitstream):
    return bitstream
