"""Control groups of boxes: limits written to the kernel's files, counts read from them."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from itertools import count
from pathlib import Path

from orchestrator.sandbox.accounting import Group, Usage

PREFIX = "errata-"
_CPU_PERIOD_US = 100_000
_ROOM_FOR_INIT = 2
"""Processes of a box that are not the candidate's."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where one version of control groups keeps what; a file is ``controller/name``."""

    limits: Mapping[str, str]
    """What to write when a job begins, in this order; ``{memory}``, ``{processes}`` and
    ``{period}`` are filled in."""
    oom_kills: str
    """A file of lines ``key value`` with the key ``oom_kill``."""
    peak_memory: str
    cpu: str
    cpu_key: str | None
    cpu_unit_s: float


VERSION_1 = Files(
    limits={
        "memory/memory.limit_in_bytes": "{memory}",
        "memory/memory.memsw.limit_in_bytes": "{memory}",
        "pids/pids.max": "{processes}",
        "cpu/cpu.cfs_period_us": "{period}",
        "cpu/cpu.cfs_quota_us": "{period}",
    },
    oom_kills="memory/memory.oom_control",
    peak_memory="memory/memory.max_usage_in_bytes",
    cpu="cpuacct/cpuacct.usage",
    cpu_key=None,
    cpu_unit_s=1e-9,
)
VERSION_2 = Files(
    limits={
        "memory/memory.max": "{memory}",
        "memory/memory.swap.max": "0",
        "memory/memory.oom.group": "1",
        "pids/pids.max": "{processes}",
        "cpu/cpu.max": "{period} {period}",
    },
    oom_kills="memory/memory.events",
    peak_memory="memory/memory.peak",
    cpu="cpuacct/cpu.stat",
    cpu_key="usage_usec",
    cpu_unit_s=1e-6,
)


class KernelAccounting:
    """Groups below given directories.

    Parameters
    ----------
    name : str
        Which version.
    files : Files
        The names of that version's files.
    parents : mapping of str to Path
        The directory to make groups in, by controller; with version 2 always the same one.
        ``cpu`` limits and ``cpuacct`` counts, which version 2 does without the controller too.
    """

    def __init__(self, name: str, files: Files, parents: Mapping[str, Path]) -> None:
        self.name = name
        missing = sorted({"memory", "pids", "cpu"} - parents.keys())
        self.description = f"{name}: {', '.join(sorted(parents.keys() - {'cpuacct'}))}"
        self.weakness = f"{name} without control of {' and '.join(missing)}" if missing else ""
        self._files = files
        # Where two controllers share one hierarchy, their directories are links to the same.
        self.parents = {name: parent.resolve() for name, parent in parents.items()}
        self._serial = count()
        self._sweep()

    def create(self) -> Group:
        """Return a new group, without limits until its job begins."""
        name = f"{PREFIX}{os.getpid()}-{next(self._serial)}"
        directories = {controller: parent / name for controller, parent in self.parents.items()}
        for directory in set(directories.values()):
            directory.mkdir()
        return _KernelGroup(self._files, directories)

    def _sweep(self) -> None:
        """Remove what a killed orchestrator left behind."""
        for parent in set(self.parents.values()):
            for directory in parent.glob(f"{PREFIX}[0-9]*-*"):
                owner = directory.name.removeprefix(PREFIX).split("-")[0]
                if not Path("/proc", owner).exists():
                    _remove(directory, patience_s=0)


class _KernelGroup:
    def __init__(self, files: Files, directories: Mapping[str, Path]) -> None:
        self._files = files
        self._directories = directories
        self._cpu_before = 0
        self._peak: FileIO | None = None

    def add(self, pid: int) -> None:
        for directory in set(self._directories.values()):
            (directory / "cgroup.procs").write_text(str(pid))

    def begin(self, memory_bytes: int, processes: int) -> None:
        values = {
            "memory": memory_bytes,
            "processes": processes + _ROOM_FOR_INIT,
            "period": _CPU_PERIOD_US,
        }
        for file, value in self._files.limits.items():
            path = self._path(file)
            if path is not None and path.exists():  # swap may not be counted on this host
                path.write_text(value.format(**values))
        peak = self._path(self._files.peak_memory)
        self._peak = None if peak is None else _open_peak(peak)
        self._cpu_before = self._number(self._files.cpu, self._files.cpu_key) or 0

    def usage(self) -> Usage:
        files = self._files
        cpu = self._number(files.cpu, files.cpu_key)
        return Usage(
            oom_kills=self._number(files.oom_kills, "oom_kill") or 0,
            cpu_s=None if cpu is None else (cpu - self._cpu_before) * files.cpu_unit_s,
            peak_memory_bytes=None if self._peak is None else _value(self._peak),
        )

    def remove(self) -> None:
        if self._peak is not None:
            self._peak.close()
        for directory in set(self._directories.values()):
            _remove(directory, patience_s=2)

    def _path(self, file: str) -> Path | None:
        controller, name = file.split("/")
        directory = self._directories.get(controller)
        return None if directory is None else directory / name

    def _number(self, file: str, key: str | None) -> int | None:
        path = self._path(file)
        if path is None or not path.exists():
            return None
        for line in path.read_text().splitlines():
            *words, value = line.split()
            if words == ([] if key is None else [key]):
                return int(value)
        return None


def _open_peak(path: Path) -> FileIO | None:
    """Open a group's memory peak, set back to what is in use now if the kernel allows it.

    A write sets it back; since Linux 6.12 with version 2 too, but only for that open file, which
    must therefore be kept.
    """
    if not path.exists():
        return None
    try:
        file = FileIO(path, "r+")
    except PermissionError:
        return FileIO(path, "r")
    file.write(b"0")
    return file


def _value(file: FileIO) -> int:
    return int(os.pread(file.fileno(), 64, 0))


def _remove(directory: Path, *, patience_s: float) -> None:
    """Remove a group; the kernel may need a moment to forget its last process."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            directory.rmdir()
        except FileNotFoundError:
            return
        except OSError:
            if time.monotonic() > deadline:
                return
            time.sleep(0.002)
        else:
            return
