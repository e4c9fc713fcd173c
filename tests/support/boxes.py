"""Fixtures: real boxes in every mode this host and user allow."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.sandbox.launcher import Launcher
from orchestrator.sandbox.modes import RootMode, UserMode
from orchestrator.sandbox.runtime import Runtime
from orchestrator.sandbox.sandbox import BubblewrapSandbox
from tests.support.leftovers import IS_ROOT, UNPRIVILEGED, nothing_left
from tests.support.public import published_bwrap, published_runtime


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
    return published_bwrap(public_home)


@pytest.fixture(scope="session")
def public_runtime(public_home: Path) -> Runtime:
    """The Python runtime where every user can read it."""
    return published_runtime(public_home)


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
