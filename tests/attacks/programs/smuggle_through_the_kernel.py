"""Hand a word from encode to decode through what the kernel keeps between processes."""

import ctypes
import os
import socket

EXPECT = {"step": "both", "exception": "AssertionError"}
KEY, SIZE, CREATE = 0x5EED, 4096, 0o1000
libc = ctypes.CDLL(None, use_errno=True)


def shared_memory(flags):
    return libc.shmget(KEY, SIZE, flags | 0o666)


def message_queue(flags):
    return libc.msgget(KEY, flags | 0o666)


def semaphores(flags):
    return libc.semget(KEY, 1, flags | 0o666)


def posix_queue(flags):
    name = ctypes.create_string_buffer(b"smuggled")
    return libc.mq_open(name, os.O_RDWR | (os.O_CREAT if flags else 0), 0o666, None)


def posix_memory(flags):
    try:
        return os.open("/dev/shm/smuggled", os.O_RDWR | (os.O_CREAT if flags else 0))
    except OSError:
        return -1


def abstract_address(flags):
    try:
        bound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        bound.bind("\0smuggled") if flags else bound.connect("\0smuggled")
    except OSError:
        return -1
    return bound.detach()


WAYS = (
    shared_memory,
    message_queue,
    semaphores,
    posix_queue,
    posix_memory,
    abstract_address,
)


def encode(y, u, v, fps, qp):
    for way in WAYS:
        way(CREATE)
    for path in ("/rt", "/rt/site-packages", os.__file__, "/tmp", "/dev/null"):
        try:
            os.utime(path, (1, 1))
        except OSError:
            continue
    return b"bitstream"


def decode(bitstream):
    found = [way.__name__ for way in WAYS if way(0) >= 0]
    found += [path for path in ("/rt", os.__file__, "/dev/null") if os.stat(path).st_mtime == 1]
    if found:
        raise RuntimeError(f"smuggled by {found}")
    raise AssertionError("held")
