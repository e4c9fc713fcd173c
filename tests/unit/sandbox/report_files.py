"""Report files as boxes get them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from orchestrator.sandbox.crash_report import CrashReport, parse_report
from orchestrator.sandbox.inside.report import STACKS_BYTES


@contextmanager
def report_file(size: int = 256 << 10) -> Iterator[int]:
    """A report's file with room for a document of ``size`` bytes."""
    fd = os.memfd_create("report")
    try:
        os.ftruncate(fd, size + STACKS_BYTES)
        yield fd
    finally:
        os.close(fd)


def left_in(fd: int) -> tuple[CrashReport, str]:
    return parse_report(os.pread(fd, 1 << 20, 0))
