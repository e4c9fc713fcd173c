"""Change times, attributes or modes of files that later boxes see too, as a message to them."""

import os

EXPECT = {"output": b"held"}


def everything():
    for directory, folders, files in os.walk("/"):
        if not directory.startswith("/tmp"):
            yield directory
            yield from (os.path.join(directory, name) for name in folders[:9] + files[:9])


def state(path):
    seen = os.lstat(path)
    return seen.st_atime_ns, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_mode, seen.st_nlink


def touches(path):
    yield lambda: os.utime(path)  # to now: whoever may write to it may do that
    yield lambda: os.utime(path, (1, 1))
    yield lambda: os.setxattr(path, "user.smuggled", b"1")
    yield lambda: os.chmod(path, 0o777)
    yield lambda: os.link(path, "/tmp/link")
    yield lambda: open(path, "rb").read(1)
    yield lambda: open(path, "r+b", buffering=0).write(b"1")


def encode(y, u, v, fps, qp):
    for path in everything():
        before = state(path)
        for touch in touches(path):
            try:
                touch()
            except OSError:
                continue
        if path != "/tmp" and state(path) != before:
            return b"escaped: changed " + path.encode()
    return b"held"


def decode(bitstream):
    return bitstream
