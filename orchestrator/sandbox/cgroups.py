"""Control groups: what a box may use of memory, processes and CPU, counted by the kernel.

Version 2 (delegated, as by systemd's ``Delegate=yes``), version 1, or none: then rlimits and the
call filter are all that bounds a box, and ``Accounting.weakness`` says what that leaves open.
"""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from orchestrator.sandbox.accounting import Accounting, Group, NoAccounting, Usage

_ROOT = Path("/sys/fs/cgroup")
_PREFIX = "errata-"
_OWN_LEAF = f"{_PREFIX}orchestrator"
_CPU_PERIOD_US = 100_000
_ROOM_FOR_INIT = 2
"""Processes of a box that are not the candidate's."""


def find_accounting() -> Accounting:
    """Return the strongest accounting this process may use here."""
    own = _own_paths(Path("/proc/self/cgroup"))
    for accounting in (_version_1(own), _version_2(own)):
        if accounting is not None and _works(accounting):
            return accounting
    return NoAccounting()


def _works(accounting: Accounting) -> bool:
    try:
        accounting.create(1 << 30, 8).remove()
    except OSError:
        return False  # a container may show control groups and refuse to make any
    return True


@dataclass(frozen=True, slots=True)
class Files:
    """Where one version of control groups keeps what; a file is ``controller/name``."""

    limits: Mapping[str, str]
    """What to write at creation; ``{memory}``, ``{processes}``, ``{period}`` are filled in."""
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
    cpu="cpu/cpu.stat",
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
    """

    def __init__(self, name: str, files: Files, parents: Mapping[str, Path]) -> None:
        self.name = name
        optional = {"memory", "pids", "cpu"} - parents.keys()
        self.weakness = f"no control of {' and '.join(sorted(optional))}" if optional else ""
        self._files = files
        self.parents = parents
        self._serial = count()
        self._sweep()

    def create(self, memory_bytes: int, processes: int) -> Group:
        """Return a new group with its limits set, and one CPU's worth of time."""
        name = f"{_PREFIX}{os.getpid()}-{next(self._serial)}"
        directories = {controller: parent / name for controller, parent in self.parents.items()}
        for directory in set(directories.values()):
            directory.mkdir()
        group = _KernelGroup(self._files, directories)
        group.limit(memory_bytes, processes)
        return group

    def _sweep(self) -> None:
        """Remove what a killed orchestrator left behind."""
        for parent in set(self.parents.values()):
            for directory in parent.glob(f"{_PREFIX}[0-9]*-*"):
                owner = directory.name.removeprefix(_PREFIX).split("-")[0]
                if not Path("/proc", owner).exists():
                    _remove(directory, patience_s=0)


class _KernelGroup:
    def __init__(self, files: Files, directories: Mapping[str, Path]) -> None:
        self._files = files
        self._directories = directories

    def limit(self, memory_bytes: int, processes: int) -> None:
        values = {
            "memory": memory_bytes,
            "processes": processes + _ROOM_FOR_INIT,
            "period": _CPU_PERIOD_US,
        }
        for file, value in self._files.limits.items():
            path = self._path(file)
            if path is not None and path.exists():  # swap may not be counted on this host
                path.write_text(value.format(**values))

    def add(self, pid: int) -> None:
        for directory in set(self._directories.values()):
            (directory / "cgroup.procs").write_text(str(pid))

    def usage(self) -> Usage:
        files = self._files
        cpu = self._number(files.cpu, files.cpu_key)
        return Usage(
            oom_kills=self._number(files.oom_kills, "oom_kill") or 0,
            cpu_s=None if cpu is None else cpu * files.cpu_unit_s,
            peak_memory_bytes=self._number(files.peak_memory, None),
        )

    def remove(self) -> None:
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


def _version_1(own: Mapping[str, str]) -> Accounting | None:
    parents = {
        controller: directory
        for controller in ("memory", "pids", "cpu", "cpuacct")
        if controller in own and _usable(directory := _within(_ROOT / controller, own[controller]))
    }
    if "memory" not in parents:
        return None
    return KernelAccounting("cgroup v1", VERSION_1, parents)


def _version_2(own: Mapping[str, str]) -> Accounting | None:
    """Use the group this process was given, if it may divide it among children.

    A group that hands controllers to its children may hold no process itself, so this process
    first moves into a leaf of its own.
    """
    if "" not in own or not (_ROOT / "cgroup.controllers").exists():
        return None
    base = _within(_ROOT, own[""])
    base = base.parent if base.name == _OWN_LEAF else base
    wanted = {"memory", "pids", "cpu"}
    offered = wanted & set((base / "cgroup.controllers").read_text().split())
    if "memory" not in offered or not _usable(base):
        return None
    try:
        (base / _OWN_LEAF).mkdir(exist_ok=True)
        (base / _OWN_LEAF / "cgroup.procs").write_text(str(os.getpid()))
        enable = " ".join(f"+{controller}" for controller in sorted(offered))
        (base / "cgroup.subtree_control").write_text(enable)
    except OSError:
        return None  # not delegated to us, or shared with other processes
    return KernelAccounting("cgroup v2", VERSION_2, dict.fromkeys(offered | {"cpu"}, base))


def _own_paths(file: Path) -> dict[str, str]:
    """Return this process's group by controller; the unified hierarchy's name is empty."""
    if not file.exists():
        return {}
    rows = (line.split(":", 2) for line in file.read_text().splitlines())
    return {name: path for _, names, path in rows for name in names.split(",")}


def _within(mount: Path, group: str) -> Path:
    """Return a group's directory; in a container the mount itself may be the group."""
    directory = mount / group.lstrip("/")
    return directory if directory.is_dir() else mount


def _usable(directory: Path) -> bool:
    return directory.is_dir() and os.access(directory, os.W_OK)


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
