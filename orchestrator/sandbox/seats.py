"""Seats: what a box has to itself while anything of it is left, and so the user it may become."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from errata.errors import SandboxError

SEATS = 64
"""Most boxes that one orchestrator may have at a time, waiting ones included."""


class Seats:
    """Numbers from 0 that are given to one box at a time, and again as late as possible."""

    def __init__(self, number: int = SEATS) -> None:
        self._number = number
        self._free = deque(range(number))
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[int]:
        """Have a seat while the context lasts.

        Raises
        ------
        SandboxError
            If every seat is taken.
        """
        with self._lock:
            if not self._free:
                raise SandboxError(f"at most {self._number} boxes can exist at a time")
            seat = self._free.popleft()
        try:
            yield seat
        finally:
            with self._lock:
                self._free.append(seat)


PROCESS_SEATS = Seats()
"""Of this process, whoever starts boxes in it: users are told apart by process and seat."""
