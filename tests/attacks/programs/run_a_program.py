"""Start another program, in every way Python knows."""

import multiprocessing
import os
import subprocess
import sys

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    program = [sys.executable, "-c", "pass"]
    for start in (
        lambda: subprocess.run(program, check=False),
        lambda: os.posix_spawn(program[0], program, {}),
        lambda: os.execv(program[0], program),
        lambda: multiprocessing.get_context("fork").Process(target=print).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    ):
        try:
            start()
        except OSError:
            continue
        return b"escaped: a program ran"
    return b"held" if os.system("true") != 0 else b"escaped: a shell ran"


def decode(bitstream):
    return bitstream
