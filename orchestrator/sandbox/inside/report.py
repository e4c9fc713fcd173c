"""What the box says of its own end: a bounded JSON document in a memory file of fixed size."""

import json
import os
import resource
from typing import NotRequired, TypedDict

from .evidence import Crash


class Finding(TypedDict):
    """A breach of the contract."""

    code: str
    message: str


class _Document(TypedDict):
    phase: str
    error_message: NotRequired[str]
    exceptions: NotRequired[list[dict[str, object]]]
    findings: NotRequired[list[Finding]]
    cpu_s: float
    peak_memory_bytes: int


class Report:
    """Writes the document; each writing replaces the one before.

    Parameters
    ----------
    fd : int
        A memory file whose size cannot change; what is left after the document is zero bytes.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._size = os.fstat(fd).st_size
        self._phase = "load"
        self.phase("load")

    def phase(self, name: str) -> None:
        """Note how far the step came: ``load``, ``run`` or ``done``."""
        self._phase = name
        self._write(self._document())

    def broken_contract(self, code: str, message: str) -> None:
        """Report that the candidate is not what was agreed on."""
        document = self._document()
        document["error_message"] = message[:8_000]
        document["findings"] = [{"code": code, "message": message[:2_000]}]
        self._write(document)

    def crashed(self, crash: Crash) -> None:
        """Report an exception, with as much of its evidence as there is room for."""
        document = self._document()
        document["error_message"] = crash.message
        for exceptions in crash.by_detail():
            document["exceptions"] = exceptions
            if self._write(document):
                return

    def _document(self) -> _Document:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "phase": self._phase,
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_memory_bytes": usage.ru_maxrss * 1024,
        }

    def _write(self, document: _Document) -> bool:
        data = json.dumps(document, allow_nan=False).encode("ascii")
        if len(data) > self._size:
            return False
        os.pwrite(self._fd, data.ljust(self._size, b"\0"), 0)
        return True
