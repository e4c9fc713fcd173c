"""Memory files: how bytes cross the wall of a box without paths, pickles or parsers."""

import fcntl
import os
from contextlib import ExitStack

_KEEP_SIZE = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
_KEEP_ALL = _KEEP_SIZE | fcntl.F_SEAL_WRITE


def create(stack: ExitStack) -> int:
    """Return an empty memory file whose seals can still be set, closed with ``stack``."""
    fd = os.memfd_create("box", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    stack.callback(os.close, fd)
    return fd


def fill_and_seal(fd: int, data: bytes) -> None:
    """Put ``data`` into an empty memory file and freeze it for everyone, for good."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    os.lseek(fd, 0, os.SEEK_SET)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _KEEP_ALL)


def size_and_seal(fd: int, size: int) -> None:
    """Give a memory file ``size`` zero bytes; from then on they can change, their number cannot."""
    os.ftruncate(fd, size)
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _KEEP_SIZE)


def forbid_sealing(fd: int) -> None:
    """Leave a memory file free to grow, but let nobody seal it."""
    fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SEAL)


def read(fd: int, limit: int) -> bytes:
    """Return at most ``limit`` bytes from the start, wherever anybody moved the offset."""
    parts: list[bytes] = []
    offset = 0
    while offset < limit and (part := os.pread(fd, limit - offset, offset)):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)
