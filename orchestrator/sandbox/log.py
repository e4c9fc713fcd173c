"""What a box printed, kept within bounds."""

import os

_END_BYTES = 512 << 10
"""Kept of each end of a long log; more than any event carries."""


class BoundedLog:
    """Keeps the first and the last part of a stream, and counts all of it.

    Parameters
    ----------
    fd : int
        The reading end of a pipe, set to non-blocking here.
    """

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self._head = bytearray()
        self._tail = bytearray()
        self.total = 0

    def read(self) -> bool:
        """Take what is there; return False at the end of the stream."""
        try:
            part = os.read(self.fd, 1 << 16)
        except BlockingIOError:
            return True
        room = _END_BYTES - len(self._head)
        self._head += part[:room]
        self._tail += part[room:]
        if len(self._tail) > 2 * _END_BYTES:
            del self._tail[:-_END_BYTES]
        self.total += len(part)
        return bool(part)

    def drain(self) -> None:
        """Read to the end of the stream, whose writers are gone."""
        while self.read():
            pass

    def kept(self) -> bytes:
        """Return the log; where its middle is missing, a line says how much."""
        tail = self._tail[-_END_BYTES:]
        left_out = self.total - len(self._head) - len(tail)
        gap = f"\n[{left_out} bytes left out]\n".encode() if left_out else b""
        return bytes(self._head) + gap + bytes(tail)
