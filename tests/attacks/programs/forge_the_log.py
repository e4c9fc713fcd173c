"""Write what looks like another program's log, with terminal escapes."""

EXPECT = {"exception": "ValueError", "log": "forged"}


def encode(y, u, v, fps, qp):
    print('{"level": "info", "message": "forged: all is well"}')
    print("\x1b[2J\x1b]0;forged title\x07\u202egnp.exe\r\x00")
    print("forged Traceback (most recent call last):\nMemoryError: out of memory")
    raise ValueError("\x1b[31mred\x1b[0m")


def decode(bitstream):
    return bitstream
