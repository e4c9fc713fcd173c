"""Write a valid report of a breach that never was: the attempt has failed all the same."""

import json
import os

EXPECT = {"finding": "wrong_shape", "stage": "validate"}
FORGED = {"phase": "done", "findings": [{"code": "wrong_shape", "message": "all is well"}]}


def encode(y, u, v, fps, qp):
    document = json.dumps(FORGED | {"cpu_s": 0.0, "exceptions": []}).encode()
    for fd in range(3, 256):
        try:
            if os.fstat(fd).st_size == 512 << 10:
                os.pwrite(fd, document.ljust(384 << 10, b"\0"), 0)
        except OSError:
            continue
    os._exit(1)


def decode(bitstream):
    return bitstream
