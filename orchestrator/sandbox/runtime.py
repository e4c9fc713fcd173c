"""The Python a box sees: an interpreter, its standard library, numpy, and nothing else of the host.

Everything appears under :data:`ROOT`, whatever its place on the host, so that tracebacks and
fingerprints are the same everywhere and no path of the host shows in them.
"""

import compileall
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from errata.errors import SandboxError

ROOT = PurePosixPath("/rt")
SITE = ROOT / "site-packages"
SHIM = SITE / "errata_box"

_LOADERS = ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")
_INSIDE = Path(__file__).parent / "inside"


@dataclass(frozen=True, slots=True)
class Runtime:
    """What to bind into a box so that Python and numpy run there.

    Attributes
    ----------
    binds : tuple of (Path, PurePosixPath)
        Sources on the host and where a box sees them, in mount order, all read-only.
    masks : tuple of PurePosixPath
        Directories below a bind that a box must see empty.
    python : PurePosixPath
        The interpreter, inside the box.
    """

    binds: tuple[tuple[Path, PurePosixPath], ...]
    masks: tuple[PurePosixPath, ...]
    python: PurePosixPath


def find_runtime() -> Runtime:
    """Return the running interpreter and its numpy as a :class:`Runtime`.

    Raises
    ------
    SandboxError
        If numpy is not installed beside the orchestrator.
    """
    compileall.compile_dir(_INSIDE, quiet=2)  # in a box nothing can be written, bytecode neither
    base = Path(sys.base_prefix)
    stdlib = Path(sysconfig.get_path("stdlib"))
    stdlib_inside = ROOT / stdlib.relative_to(base)
    executable = Path(sys.executable).resolve()
    python = ROOT / "bin" / executable.name
    binds = [
        *_system_libraries(),
        (executable, python),
        *_shared_python(base),
        (stdlib, stdlib_inside),
        *((path, SITE / path.name) for path in _numpy()),
        (_INSIDE, SHIM),
    ]
    masks = tuple(
        stdlib_inside / name
        for name in ("site-packages", "dist-packages")
        if (stdlib / name).is_dir()
    )
    return Runtime(tuple(binds), masks, python)


def importable(name: str) -> bool:
    """Tell whether a candidate can import a module, by its dotted name. Imports nothing."""
    if name in {*sys.builtin_module_names, "os.path"}:  # the latter is made by os itself
        return True
    places: Sequence[str] | None = _places_of(name.partition(".")[0])
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        if places is None:  # inside what is no package
            return False
        spec = PathFinder.find_spec(".".join(parts[:end]), places)
        if spec is None:
            return False
        places = spec.submodule_search_locations
    return True


def _places_of(top: str) -> list[str]:
    """Return the folders that a box sees of those in which a top-level module may lie."""
    if top == "numpy":
        return [str(package.parent) for package in _numpy()[:1]]
    stdlib = Path(sysconfig.get_path("stdlib"))
    return [str(stdlib), str(stdlib / "lib-dynload")]


def _numpy() -> list[Path]:
    spec = find_spec("numpy")
    if spec is None or spec.origin is None:
        raise SandboxError("numpy is missing from this Python: install errata[orchestrator]")
    package = Path(spec.origin).parent
    bundled = package.with_name("numpy.libs")
    return [package, bundled] if bundled.is_dir() else [package]


def _shared_python(base: Path) -> list[tuple[Path, PurePosixPath]]:
    """Return libpython where the interpreter is linked against it."""
    name = sysconfig.get_config_var("INSTSONAME")
    homes = (base / "lib", Path(sysconfig.get_config_var("LIBDIR") or base / "lib"))
    found = (home / name for home in homes if name and (home / name).is_file())
    return [(path.resolve(), ROOT / "lib" / name) for path in found][:1]


def _system_libraries() -> list[tuple[Path, PurePosixPath]]:
    """Return the directories of the C library and its kin, under their usual names."""
    triplet = sysconfig.get_config_var("MULTIARCH") or "no-multiarch"
    usual = [f"/lib/{triplet}", f"/usr/lib/{triplet}", "/lib64", "/usr/lib64"]
    if not any(Path(name, "libc.so.6").exists() for name in usual):
        usual = ["/lib", "/usr/lib"]
    loaders = [name for name in _LOADERS if str(Path(name).parent) not in usual]
    return [
        (Path(name).resolve(), PurePosixPath(name))
        for name in (*usual, *loaders)
        if Path(name).exists()
    ]
