"""Ending a box's processes, to the last one and for certain.

Bubblewrap runs twice for a box: outside, as our child, and inside as the first process (init) of
the box's process namespace. When init ends, the kernel has ended every process of the box before.
"""

import ctypes
import os
import select
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from errata.errors import SandboxError

DEATH_S = 30.0
"""Longest the kernel may take to tear a killed box down."""
_PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent ends.

    The outer bubblewrap does not wait for init. Where the machine's own first process does not
    clean up after others, as in many containers, each box would leave a dead process behind.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill(init: int) -> None:
    """Kill every process of a box and wait until the last is gone; may be done twice.

    Parameters
    ----------
    init : int
        Handle (pidfd) of the box's first process.
    """
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(init, signal.SIGKILL)
    if not has_ended(init, DEATH_S):
        raise SandboxError(f"a killed box is still there after {DEATH_S:.0f} s")


def has_ended(init: int, within_s: float) -> bool:
    """Tell whether a process ends, given its handle, within some time."""
    poll = select.poll()
    poll.register(init, select.POLLIN)
    return bool(poll.poll(within_s * 1000))


def was_left_to_us(init: int) -> bool:
    """Tell whether the outer bubblewrap, which has ended, did so without waiting for init.

    It does once init has relayed the status of the program in the box. When init is killed before,
    there is nothing to relay: the outer one waits for init itself, and relays how that ended.
    """
    try:
        os.waitid(os.P_PIDFD, init, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def end_bwrap(process: subprocess.Popen[bytes]) -> None:
    """End the outer bubblewrap, its children first: early on they would not notice its death."""
    children = _children(process.pid) if process.poll() is None else []
    for child in children:
        with suppress(ProcessLookupError):  # its parent saw it end before we came
            os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()
    for child in children:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]
    except OSError:
        return []  # it ended meanwhile


def end_box(process: subprocess.Popen[bytes], init: int) -> None:
    """End a box, whatever still lives of it, and close the handle of its init."""
    try:
        kill(init)
        end_bwrap(process)
        with suppress(ChildProcessError):  # bubblewrap itself did wait for it
            os.waitid(os.P_PIDFD, init, os.WEXITED)
    finally:
        os.close(init)
