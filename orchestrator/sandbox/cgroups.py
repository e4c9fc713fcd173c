"""Control groups on this host: version 2 (delegated, as by systemd), version 1, or none.

Without any, rlimits and the call filter are all that bounds a box, and ``Accounting.weakness``
says what that leaves open.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from orchestrator.sandbox.accounting import Accounting, NoAccounting
from orchestrator.sandbox.control_group import PREFIX, VERSION_1, VERSION_2, KernelAccounting

_ROOT = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")
_OWN_LEAF = f"{PREFIX}orchestrator"


def find_accounting(root: Path = _ROOT, own: Path = _OWN) -> Accounting:
    """Return the strongest accounting this process may use.

    Parameters
    ----------
    root : Path
        Where control groups are mounted.
    own : Path
        The file that says which groups this process is in.
    """
    groups = _own_groups(own)
    for accounting in (_version_1(root, groups), _version_2(root, groups)):
        if accounting is not None and _works(accounting):
            return accounting
    return NoAccounting(_why_none(root))


def _works(accounting: Accounting) -> bool:
    try:
        group = accounting.create()
    except OSError:
        return False  # a container may show control groups and refuse to make any
    try:
        group.begin(1 << 30, 8)
    except OSError:
        return False
    finally:
        group.remove()
    return True


def _version_1(root: Path, own: Mapping[str, str]) -> Accounting | None:
    parents = {
        controller: directory
        for controller in ("memory", "pids", "cpu", "cpuacct")
        if controller in own and _usable(directory := _within(root / controller, own[controller]))
    }
    if "memory" not in parents:
        return None
    return KernelAccounting("cgroup v1", VERSION_1, parents)


def _version_2(root: Path, own: Mapping[str, str]) -> Accounting | None:
    """Use the group this process was given, if it may divide it among children.

    A group that hands controllers to its children may hold no process itself, so this process
    first moves into a leaf of its own.
    """
    if "" not in own or not (root / "cgroup.controllers").exists():
        return None
    base = _within(root, own[""])
    base = base.parent if base.name == _OWN_LEAF else base
    offered = {"memory", "pids", "cpu"} & set((base / "cgroup.controllers").read_text().split())
    if "memory" not in offered or not _usable(base):
        return None
    try:
        (base / _OWN_LEAF).mkdir(exist_ok=True)
        (base / _OWN_LEAF / "cgroup.procs").write_text(str(os.getpid()))
        enable = " ".join(f"+{controller}" for controller in sorted(offered))
        (base / "cgroup.subtree_control").write_text(enable)
    except OSError:
        return None  # not delegated to us, or shared with other processes
    return KernelAccounting("cgroup v2", VERSION_2, dict.fromkeys(offered | {"cpuacct"}, base))


def _why_none(root: Path) -> str:
    if (root / "cgroup.controllers").exists():
        return (
            "cgroup v2 is not delegated to this process (systemd: a unit of its own with "
            "Delegate=yes)"
        )
    if any((root / name / "cgroup.procs").exists() for name in ("memory", "pids", "cpu")):
        return "cgroup v1 can be written by root only"
    return "this host offers no control groups"


def _own_groups(file: Path) -> dict[str, str]:
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
