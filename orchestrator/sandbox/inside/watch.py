"""Where every thread stands when time runs out, and when a signal kills.

As data with locals and then as text, by a thread of Python's, which ends the process when all is
told. Should native code keep that thread from running, the fault handler writes the text by itself:
it needs neither the interpreter's lock nor its memory. The launcher's limits depend on neither.
"""

import _thread
import faulthandler
import resource
import signal
import sys
from os import _exit  # ours, whatever a candidate does to the module
from time import monotonic, process_time, sleep

from .frames import Link, describe, running_in
from .report import Report

_MOST_OTHERS, _FRAMES_OF_OTHERS = 15, 8
_SHORTEST_NAP_S = 0.01
_PATIENCE_S = 0.3
"""After the end, before the fault handler speaks for a thread that does not get to it."""


def watch(report: Report, fd: int, wall_s: float, cpu_s: float) -> None:
    """Start watching the calling thread, which is the main one, and all those it will start.

    Parameters
    ----------
    report : Report
        Takes the data.
    fd : int
        Takes the text, at its present offset.
    wall_s, cpu_s : float
        Seconds from now.
    """
    faulthandler.enable(fd)
    faulthandler.register(signal.SIGXCPU, fd, all_threads=True, chain=True)
    faulthandler.dump_traceback_later(wall_s + _PATIENCE_S, file=fd)
    _thread.start_new_thread(_watch, (report, fd, _thread.get_ident(), wall_s, cpu_s))


def release_reporting_room() -> None:
    """Let this process have the address space that was held back from the candidate."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _watch(report: Report, fd: int, main: int, wall_s: float, cpu_s: float) -> None:
    wall_end, cpu_end = monotonic() + wall_s, process_time() + cpu_s
    while (left := min(wall_end - monotonic(), cpu_end - process_time())) > 0:
        sleep(max(left, _SHORTEST_NAP_S))
    release_reporting_room()
    stacks = _stacks(main)
    threads = [describe(links, _FRAMES_OF_OTHERS, 1) for links in stacks[:-1]]
    threads.append(describe(stacks[-1]))
    report.out_of_time(threads)
    if monotonic() >= wall_end:  # else the kernel's signal for the processor time is on its way
        faulthandler.dump_traceback(fd)
        _exit(1)


def _stacks(main: int) -> list[list[Link]]:
    """Return the stack of every thread but this one, the main one last."""
    running = sys._current_frames()  # noqa: SLF001  documented, in spite of its name
    running.pop(_thread.get_ident(), None)
    last = running.pop(main, None)
    others = [running_in(frame) for frame in list(running.values())[:_MOST_OTHERS]]
    return [*others, running_in(last)]
