"""Fail with more in hand than any report may carry."""

import numpy as np

EXPECT = {"exception": "ZeroDivisionError"}
NAMES = [f"{'x' * 200}{number}" for number in range(5_000)]


def encode(y, u, v, fps, qp):
    crowd = "".join(f"    {name} = np.ones(9)\n" for name in NAMES)
    space = {"np": np}
    exec(
        compile(f"def deep(n):\n{crowd}    return deep(n - 1) if n else 1 / 0", "x", "exec"), space
    )
    return space["deep"](40)


def decode(bitstream):
    return bitstream
