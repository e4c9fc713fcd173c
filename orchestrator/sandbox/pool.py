"""Boxes started ahead of their jobs, so that starting Python and numpy is off the critical path."""

import threading
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self

from orchestrator.sandbox.box import Box
from orchestrator.sandbox.launcher import Launcher


class BoxPool:
    """A fixed number of boxes that wait, each for one job; leaving the context ends them all.

    A waiting box is one like any other, and has not seen a candidate: it is told of one when it
    is taken, and then its limits and counts begin.

    Parameters
    ----------
    launcher : Launcher
        What starts boxes.
    boxes : int
        How many wait; as many as there are workers, each of which then finds one waiting.
    """

    def __init__(self, launcher: Launcher, boxes: int) -> None:
        self._launcher = launcher
        self._starters = ThreadPoolExecutor(boxes, thread_name_prefix="box-starter")
        self._lock = threading.Lock()
        self._waiting = deque(self._begin_start() for _ in range(boxes))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self) -> Box:
        """Return the box that has waited longest, and have another one started in its place.

        Raises
        ------
        SandboxError
            If boxes do not start on this host any more.
        """
        with self._lock:
            oldest = self._waiting.popleft()
            self._waiting.append(self._begin_start())
        box = oldest.result()
        if box.is_waiting():
            return box
        box.close()
        return self._launcher.start()

    def close(self) -> None:
        """End all waiting boxes, also those about to wait."""
        self._starters.shutdown(cancel_futures=True)
        for start in self._waiting:
            if not start.cancelled() and start.exception() is None:
                start.result().close()

    def _begin_start(self) -> Future[Box]:
        return self._starters.submit(self._launcher.start)
