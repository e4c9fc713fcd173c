"""What this host's kernel offers to a sandbox, found out by asking it."""

import ctypes
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc/sys")
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_VERSION_FLAG = 1


class Feature(NamedTuple):
    """One thing the kernel has or lacks, in words."""

    name: str
    detail: str


def features(proc: Path = _PROC) -> Iterator[Feature]:
    """Yield the kernel's features that isolation rests on, or could.

    Parameters
    ----------
    proc : Path
        Where the kernel's settings are.
    """
    yield Feature("kernel", f"Linux {platform.release()}, {platform.machine()}")
    yield Feature("user namespaces", _user_namespaces(proc))
    yield Feature("seccomp", _seccomp(proc))
    yield Feature("landlock", _landlock())


def _user_namespaces(proc: Path) -> str:
    most = _setting(proc / "user/max_user_namespaces")
    if most is None:
        return "not in this kernel"
    if most == "0":
        return "switched off (user.max_user_namespaces is 0)"
    if _setting(proc / "kernel/unprivileged_userns_clone") == "0":
        return "for root only (kernel.unprivileged_userns_clone is 0)"
    if _setting(proc / "kernel/apparmor_restrict_unprivileged_userns") == "1":
        return "for programs with an AppArmor profile that allows them"
    return "for everyone"


def _seccomp(proc: Path) -> str:
    actions = _setting(proc / "kernel/seccomp/actions_avail")
    return f"filters, with {actions.replace(' ', ', ')}" if actions else "not in this kernel"


def _landlock() -> str:
    """Ask for the version of Landlock's interface, as its documentation shows."""
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    version = syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION_FLAG)
    return f"ABI {version}, not needed: a box has no path of the host" if version > 0 else "none"


def _setting(path: Path) -> str | None:
    try:
        return re.sub(r"\s+", " ", path.read_text().strip())
    except OSError:
        return None
