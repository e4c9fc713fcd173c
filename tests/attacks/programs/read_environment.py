"""Look for secrets in the environment."""

import os

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    home = {
        "HOME",
        "LANG",
        "LD_LIBRARY_PATH",
        "MALLOC_ARENA_MAX",
        "OMP_NUM_THREADS",
        "PWD",
        "TMPDIR",
    }
    python = {"OPENBLAS_NUM_THREADS", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONPATH"}
    extra = set(os.environ) - home - python
    return b"held" if not extra else f"escaped: {extra}".encode()


def decode(bitstream):
    return bitstream
