"""The first program of a box: give up rights, get ready, wait for the job, run the candidate."""

import ctypes
import json
import os
import resource
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TypedDict

import numpy as np  # noqa: F401  loaded before the job arrives, off its clock

from .contract import Job, run
from .evidence import describe_crash, print_crash
from .report import Report
from .source import ContractError, load
from .watch import release_reporting_room, watch

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_CAPABILITY_VERSION_3 = 0x20080522
_REPORTING_ROOM = 32 << 20
"""Address space held back from the candidate, so that running out of memory can be reported."""
_UNTOUCHED = 128 << 20
"""Address space that the interpreter and its libraries reserve and never use."""
_libc = ctypes.CDLL(None, use_errno=True)


class Order(TypedDict):
    """What the launcher sends once: the job, its limits, and the candidate's call filter."""

    job: Job
    limits: dict[str, float]
    filter: str


@dataclass(frozen=True, slots=True)
class Descriptors:
    """Inherited descriptors, by number, in the order of the command line."""

    ready: int
    order: int
    candidate: int
    source: int
    output: int
    report: int


def main() -> None:
    """Run one step and leave the process with status 0 (a result) or 1 (a report of a failure)."""
    user, *numbers = map(int, sys.argv[1:])
    fds = Descriptors(*numbers)
    if user >= 0:
        _become(user)
    os.write(fds.ready, b"1")
    os.close(fds.ready)
    order = _receive(fds.order)
    report = Report(fds.report)
    source = os.read(fds.candidate, os.fstat(fds.candidate).st_size)
    _keep_only(fds.source, fds.output, fds.report)
    _limit(order["limits"])
    _forbid_processes(bytes.fromhex(order["filter"]))
    watch(report, fds.report, order["limits"]["wall_s"], order["limits"]["cpu_s"])
    sys.argv = ["candidate.py"]
    status = _attempt(source, order["job"], fds, report)
    os._exit(status)


def _attempt(source: bytes, job: Job, fds: Descriptors, report: Report) -> int:
    try:
        candidate = load(source)
        report.phase("run")
        run(candidate, job, fds.source, fds.output)
    except ContractError as broken:
        _flush()
        report.broken_contract(broken.code, str(broken))
        os.write(2, f"candidate.py breaks its contract: {broken}\n".encode("utf-8", "replace"))
        return 1
    except BaseException as crash:  # noqa: BLE001  a candidate may raise anything, SystemExit too
        _flush()
        release_reporting_room()
        report.crashed(describe_crash(crash))
        print_crash(crash)
        return 1
    _flush()
    report.phase("done")
    return 0


def _become(user: int) -> None:
    """Turn from root into a user nobody else is, without any capability."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    none = bytes(24)  # effective, permitted and inheritable, twice 32 bits of each
    if _libc.capset(header, none) != 0:  # what a change of user leaves: the inheritable ones
        raise OSError(ctypes.get_errno(), "the capabilities could not be given up")


def _receive(fd: int) -> Order:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(fd, 65_536)
        if not part:
            os._exit(0)  # the launcher closed a box it did not need
        line += part
    order: Order = json.loads(line)
    return order


def _keep_only(*kept: int) -> None:
    """Close every descriptor but the standard three and those given."""
    start = 3
    for fd in sorted(kept):
        os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _limit(limits: dict[str, float]) -> None:
    space, file_size = int(limits["memory_bytes"]) + _UNTOUCHED, int(limits["file_bytes"])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(limits["cpu_s"] + usage.ru_utime + usage.ru_stime) + 1
    processes = int(limits["processes"])
    for name, soft, hard in (
        (resource.RLIMIT_AS, space - _REPORTING_ROOM, space),
        (resource.RLIMIT_CPU, cpu, cpu + 1),
        (resource.RLIMIT_FSIZE, file_size, file_size),
        (resource.RLIMIT_NPROC, processes, processes),
        (resource.RLIMIT_NOFILE, 256, 256),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_MEMLOCK, 65_536, 65_536),
        (resource.RLIMIT_MSGQUEUE, 0, 0),
        (resource.RLIMIT_SIGPENDING, 256, 256),
    ):
        resource.setrlimit(name, (soft, hard))


def _forbid_processes(program: bytes) -> None:
    """Add the candidate's call filter to this, so far only, thread; later threads inherit it."""
    instructions = ctypes.create_string_buffer(program, len(program))
    fprog = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(instructions))
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, fprog, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the system call filter was refused")


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # a candidate may have put anything there
            stream.flush()


if __name__ == "__main__":
    main()
