"""What the box says of its own end: a bounded JSON document in a memory file of fixed size."""

import _thread
import json
import os
import resource
from typing import NotRequired, TypedDict

from .evidence import Crash
from .frames import Described

STACKS_BYTES = 128 << 10
"""At the end of the file, for what the fault handler writes there as text."""


class Finding(TypedDict):
    """A breach of the contract."""

    code: str
    message: str


class _Document(TypedDict):
    phase: str
    error_message: NotRequired[str]
    exceptions: NotRequired[list[Described]]
    findings: NotRequired[list[Finding]]
    threads: NotRequired[list[list[Described]]]
    cpu_s: float
    peak_memory_bytes: int


class Report:
    """Writes the document; each writing replaces the one before. Threads may share it.

    Parameters
    ----------
    fd : int
        A memory file whose size cannot change; what is left after the document is zero bytes, up
        to the part for the fault handler, where the file's offset is left.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._size = os.fstat(fd).st_size - STACKS_BYTES
        self._lock = _thread.allocate_lock()
        self._is_final = False
        self._phase = "load"
        os.lseek(fd, self._size, os.SEEK_SET)
        self.phase("load")

    def phase(self, name: str) -> None:
        """Note how far the step came: ``load``, ``run`` or ``done``."""
        self._phase = name
        self._write(self._document(), is_final=name == "done")

    def broken_contract(self, code: str, message: str) -> None:
        """Report that the candidate is not what was agreed on."""
        document = self._document()
        document["error_message"] = message
        document["findings"] = [{"code": code, "message": message}]
        self._write(document, is_final=True)

    def crashed(self, crash: Crash) -> None:
        """Report an exception, with as much of its evidence as there is room for."""
        document = self._document()
        document["error_message"] = crash.message
        for exceptions in crash.by_detail():
            document["exceptions"] = exceptions
            if self._write(document, is_final=True):
                return

    def out_of_time(self, threads: list[list[Described]]) -> None:
        """Report where every thread is, the main one last; not if the end came first."""
        document = self._document()
        document["threads"] = threads
        self._write(document)

    def _document(self) -> _Document:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "phase": self._phase,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_memory_bytes": usage.ru_maxrss * 1024,
        }

    def _write(self, document: _Document, *, is_final: bool = False) -> bool:
        data = json.dumps(document, allow_nan=False).encode("ascii")
        if len(data) > self._size:
            return False
        with self._lock:
            if is_final or not self._is_final:
                os.pwrite(self._fd, data.ljust(self._size, b"\0"), 0)
            self._is_final = self._is_final or is_final
        return True
