"""What an orchestrator does beside its experiments, again and again."""

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from errata.errors import StorageError

_log = logging.getLogger(__name__)
LONGEST_PAUSE_S = 60.0


@contextmanager
def again_and_again(
    action: Callable[[], object],
    *,
    every_s: float,
    longest_s: float | None = None,
    on_error: Callable[[], object],
) -> Iterator[None]:
    """Call ``action`` in a thread of its own while the context lasts.

    While storage does not answer, the pauses grow up to ``longest_s`` (not at all by default).
    Anything else that goes wrong ends the thread: ``on_error`` is called at once, and the error is
    raised at the end of the context.
    """
    over = threading.Event()

    def work() -> None:
        pause_s = every_s
        while not over.wait(pause_s):
            try:
                action()
                pause_s = every_s
            except StorageError as error:
                _log.warning("to be tried again: %s", error)
                pause_s = min(pause_s * 2, max(every_s, longest_s or 0))

    def done(worker: Future[None]) -> None:
        if worker.exception() is not None:
            on_error()

    with ThreadPoolExecutor(1, thread_name_prefix="background") as pool:
        worker = pool.submit(work)
        worker.add_done_callback(done)
        try:
            yield
        finally:
            over.set()
        worker.result()
