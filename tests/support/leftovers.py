"""The proof that nothing outlives a box: what is left of them, of whichever kind."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestrator.sandbox.cgroups import find_accounting
from orchestrator.sandbox.control_group import KernelAccounting
from orchestrator.sandbox.modes import RootMode
from orchestrator.sandbox.seats import SEATS

IS_ROOT = os.geteuid() == 0
UNPRIVILEGED = 1_870_000_000 + os.getpid()
"""A user that exists nowhere else, to play the unprivileged user when we are root."""


@contextmanager
def nothing_left() -> Iterator[None]:
    """Fail if a process, file, mount, control group or descriptor is left at the end."""
    before = _descriptors(), _mounts()
    yield
    assert (_descriptors(), _mounts()) == before
    assert living(os.getpid()) == []
    assert _files() == []
    assert groups(os.getpid()) == []


def living(orchestrator: int) -> list[str]:
    """Return what descends from an orchestrator, runs as its boxes' user or is in their group."""
    group = f"/errata-{orchestrator}-"
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(
                line.split(":\t", 1) for line in (directory / "status").read_text().splitlines()
            )
            its_groups = (directory / "cgroup").read_text()
        except (OSError, ValueError):
            continue  # it ended while we looked
        child = int(status["PPid"]) == orchestrator and status["Name"] == "bwrap"
        user = int(status["Uid"].split()[0])
        if child or user in box_users(orchestrator) or group in its_groups:
            found.append(f"{directory.name} {status['Name']}")
    return found


def groups(orchestrator: int) -> list[str]:
    """Return the control groups of an orchestrator's boxes."""
    accounting = find_accounting()
    parents = accounting.parents.values() if isinstance(accounting, KernelAccounting) else ()
    return [str(path) for parent in parents for path in parent.glob(f"errata-{orchestrator}-*")]


def box_users(orchestrator: int) -> set[int]:
    """Return the users that only boxes of an orchestrator run as; none where that is our own."""
    if not IS_ROOT:
        return set()
    first = RootMode().user_inside(0) + (orchestrator - os.getpid()) * SEATS
    return {UNPRIVILEGED, *range(first, first + SEATS)}


def _descriptors() -> set[str]:
    return {fd.name for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}


def _mounts() -> str:
    return Path("/proc/self/mountinfo").read_text()


def _files() -> list[str]:
    users = box_users(os.getpid())
    places = (tempfile.gettempdir(), "/var/tmp", "/dev/shm")  # noqa: S108  where leftovers would be
    entries = [entry for place in places for entry in Path(place).iterdir()]
    return [str(entry) for entry in entries if _owner(entry) in users]


def _owner(path: Path) -> int:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return 0  # somebody else's, and gone
