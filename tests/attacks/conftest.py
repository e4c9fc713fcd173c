"""Real boxes in every mode this host and user allow, and the proof that nothing outlives them."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.sandbox.cgroups import KernelAccounting, find_accounting
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import Mode, RootMode, UserMode
from orchestrator.sandbox.runtime import Runtime, find_runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]

IS_ROOT = os.geteuid() == 0
UNPRIVILEGED = 1_880_000_000 + os.getpid()
"""A user that exists nowhere else, to play the unprivileged user when we are root."""


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="session")
def public_runtime() -> Iterator[Runtime]:
    """The runtime where every user can read it: root's own Python may lie in a closed home."""
    runtime = find_runtime()
    home = Path(tempfile.mkdtemp(prefix="errata-runtime-"))
    home.chmod(0o755)
    skip = shutil.ignore_patterns("site-packages", "dist-packages", "test", "tests", "__pycache__")
    binds = []
    for number, (source, place) in enumerate(runtime.binds):
        copy = home / str(number)
        if place.parts[1] != "rt":
            copy = source
        elif source.is_dir():
            shutil.copytree(source, copy, copy_function=_link, ignore=skip)
        else:
            _link(str(source), str(copy))
        binds.append((copy, place))
    yield Runtime(tuple(binds), (), runtime.python)
    shutil.rmtree(home)


@pytest.fixture(scope="session", params=["root", "user"] if IS_ROOT else ["user"])
def sandbox(request: pytest.FixtureRequest) -> BubblewrapSandbox:
    """The sandbox, in each mode that is possible here."""
    mode: Mode
    if request.param == "root":
        mode = RootMode()
        return BubblewrapSandbox(Launcher(mode))
    mode = UserMode(launch_as=UNPRIVILEGED if IS_ROOT else None)
    runtime = request.getfixturevalue("public_runtime") if IS_ROOT else find_runtime()
    return BubblewrapSandbox(Launcher(mode, runtime=runtime))


@pytest.fixture(autouse=True)
def nothing_survives() -> Iterator[None]:
    """Fail a test after which a process, file, mount, control group or descriptor is left."""
    before = _descriptors(), _mounts()
    yield
    assert (_descriptors(), _mounts()) == before
    assert _processes() == []
    assert _files() == []
    assert _groups() == []


def _descriptors() -> set[str]:
    return {name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")}


def _mounts() -> str:
    return Path("/proc/self/mountinfo").read_text()


def _processes() -> list[str]:
    """Return the living that descend from us, run as a box's user, or are in a box's group."""
    group = f"/errata-{os.getpid()}-"
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(
                line.split(":\t", 1) for line in (directory / "status").read_text().splitlines()
            )
            groups = (directory / "cgroup").read_text()
        except (OSError, ValueError):
            continue  # it ended while we looked
        ours = int(status["PPid"]) == os.getpid() and status["Name"] == "bwrap"
        if ours or _is_box_user(int(status["Uid"].split()[0])) or group in groups:
            found.append(f"{directory.name} {status['Name']}")
    return found


def _files() -> list[str]:
    places = ("/tmp", "/var/tmp", "/dev/shm")
    entries = (entry for place in places for entry in os.scandir(place))
    return [
        entry.path for entry in entries if _is_box_user(entry.stat(follow_symlinks=False).st_uid)
    ]


def _groups() -> list[str]:
    accounting = find_accounting()
    parents = accounting.parents.values() if isinstance(accounting, KernelAccounting) else ()
    return [str(path) for parent in parents for path in parent.glob(f"errata-{os.getpid()}-*")]


def _is_box_user(user: int) -> bool:
    if not IS_ROOT:
        return False
    return user == UNPRIVILEGED or user in {RootMode().user_inside(slot) for slot in range(4)}
