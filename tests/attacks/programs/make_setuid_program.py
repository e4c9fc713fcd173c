"""Make a program that runs as somebody else."""

import os
import shutil
import sys

EXPECT = {"output": b"held"}


def encode(y, u, v, fps, qp):
    shutil.copyfile(sys.executable, "/tmp/program")
    os.chmod("/tmp/program", 0o6755)
    try:
        os.chown("/tmp/program", 0, 0)
    except OSError:
        pass
    for run in (os.execv, lambda *program: os.spawnv(os.P_WAIT, *program)):
        try:
            run("/tmp/program", ["/tmp/program", "-c", "pass"])
        except OSError:
            continue
        return b"escaped: a program ran"
    return b"held"


def decode(bitstream):
    return bitstream
