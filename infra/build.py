"""Builds what a Lambda function ships: our sources for it and its locked dependencies, zipped.

One builder for both worlds: for AWS (``sam build`` calls ``python -m infra.build`` through
``lambdas/Makefile``) and for the interpreter that the emulator runs functions on. The same inputs
give the same file, which is built once and then found under its hash.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from errata.errors import ConfigurationError
from infra import template
from infra.home import CHECKOUT, tools
from infra.setup.programs import run

BUILDS = tools().parent / "build"
BOTO_DATA = frozenset(
    {"autoscaling", "cognito-idp", "dynamodb", "s3", "secretsmanager", "sqs", "sts"}
)
"""AWS services whose descriptions are shipped: the other 400 are nine tenths of botocore."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip file can name; given to all files, so that only contents count."""


@dataclass(frozen=True)
class Platform:
    """Where a function will run."""

    name: str
    install: tuple[str, ...]
    """Arguments that make uv choose wheels for it."""
    python: Path | None = None
    """Its interpreter, if it is on this machine: modules are then shipped compiled as well."""

    @classmethod
    def linux(cls, machine: str) -> "Platform":
        """Return Python 3.13 on Amazon Linux 2023, whose C library wheels may be built for."""
        wheels = f"--python-platform={machine}-manylinux_2_28"
        return cls(machine, (wheels, "--python-version=3.13", "--only-binary=:all:"))


AWS = replace(Platform.linux("aarch64"), name="aws")
"""Where the template's functions run."""


def platform_of(python: Path) -> Platform:
    """Return the platform of an interpreter on this machine."""
    shown = subprocess.run(
        [python, "-c", "import sysconfig, sys; print(sys.version, sysconfig.get_platform())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return Platform(f"here-{_digest([shown.encode()])}", (f"--python={python}",), python)


def artifact(folder: str, platform: Platform) -> Path:
    """Return the zip of the function in ``lambdas/<folder>``, built unless it is there already.

    Raises
    ------
    ConfigurationError
        When a dependency cannot be installed, for example without a network.
    """
    dependencies = _dependencies(folder, platform)
    sources = {str(file.relative_to(CHECKOUT)): file for file in _sources(folder)}
    key = _digest([dependencies.name.encode(), *_named_contents(sources)])
    path = BUILDS / f"{folder}-{platform.name}-{key}.zip"
    if path.exists():
        return path
    with TemporaryDirectory(dir=BUILDS) as scratch:
        tree = Path(scratch, "tree")
        for name, file in sources.items():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, tree / name)
        _compile(tree, platform, keep_sources=True)
        packed = Path(shutil.copyfile(dependencies, Path(scratch, path.name)))
        _pack(tree, packed)
        packed.replace(path)
    _forget_others(path, f"{folder}-{platform.name}")
    return path


def _dependencies(folder: str, platform: Platform) -> Path:
    """Return a zip of the function's locked dependencies, made once per lock."""
    lock = CHECKOUT / "infra" / "requirements" / f"{folder}.txt"
    key = _digest([lock.read_bytes(), Path(__file__).read_bytes()])
    path = BUILDS / f"dependencies-{folder}-{platform.name}-{key}.zip"
    if path.exists():
        return path
    BUILDS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=BUILDS) as scratch:
        tree = Path(scratch, "tree")
        install(lock, platform, tree)
        _compile(tree, platform, keep_sources=False)
        packed = Path(scratch, path.name)
        _pack(tree, packed)
        packed.replace(path)
    _forget_others(path, f"dependencies-{folder}-{platform.name}")
    return path


def install(lock: Path, platform: Platform, tree: Path) -> None:
    """Install what a lock names, checked by hash, as another machine needs it.

    Raises
    ------
    ConfigurationError
        When a dependency cannot be installed, for example without a network.
    """
    uv = CHECKOUT / ".venv" / "bin" / "uv"
    options = ["--target", str(tree), *platform.install, "--require-hashes", "-r", str(lock)]
    run(uv, "pip", "install", *options)
    _prune(tree)


def _forget_others(path: Path, prefix: str) -> None:
    for other in BUILDS.glob(f"{prefix}-*.zip"):
        if other != path:
            other.unlink(missing_ok=True)


def _prune(tree: Path) -> None:
    """Remove what no function reads: scripts, and descriptions of services nobody calls."""
    for name in ("bin", ".lock"):
        found = tree / name
        shutil.rmtree(found) if found.is_dir() else found.unlink(missing_ok=True)
    for package in ("boto3", "botocore"):
        for description in tree.glob(f"{package}/data/*/"):
            if description.is_dir() and description.name not in BOTO_DATA:
                shutil.rmtree(description)


def _compile(tree: Path, platform: Platform, *, keep_sources: bool) -> None:
    # The emulator unpacks the zip for each worker: compiled modules save seconds at each start,
    # and so do thousands of files that need not be written. Times change when it unpacks, so
    # that bytecode must be valid whatever they are.
    if not platform.python:
        return
    options = ["-q", "-j", "0", "--invalidation-mode", "unchecked-hash", "-s", str(tree)]
    run(platform.python, "-m", "compileall", *options, *([] if keep_sources else ["-b"]), tree)
    if not keep_sources:
        for source in tree.rglob("*.py"):
            source.unlink()


def _pack(tree: Path, archive: Path) -> None:
    """Add a tree to a zip file, which is made if there is none."""
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as packed:
        for file in _files(tree):
            entry = zipfile.ZipInfo(str(file.relative_to(tree)), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, file.read_bytes())


def _sources(folder: str) -> Iterator[Path]:
    lambdas = CHECKOUT / "lambdas"
    yield lambdas / "__init__.py"
    for package in (CHECKOUT / "errata", lambdas / folder):
        yield from sources(package)


def sources(package: Path) -> list[Path]:
    """Return the files of a package, without what Python makes of them."""
    return [file for file in _files(package) if "__pycache__" not in file.parts]


def _files(tree: Path) -> list[Path]:
    return sorted(file for file in tree.rglob("*") if file.is_file())


def _named_contents(files: dict[str, Path]) -> Iterator[bytes]:
    for name, file in sorted(files.items()):
        yield name.encode()
        yield file.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:16]


def main() -> int:
    """Build one function for AWS and unpack it where ``sam build`` wants it."""
    parser = argparse.ArgumentParser(prog="python -m infra.build", description=main.__doc__)
    folders = template.functions(template.load())
    parser.add_argument("function", choices=folders, help="logical id in template.yaml")
    parser.add_argument("directory", type=Path, help="where to put the files")
    options = parser.parse_args()
    try:
        built = artifact(folders[options.function], AWS)
    except ConfigurationError as error:
        print(f"errata: {error}", file=sys.stderr)
        return error.exit_code
    with zipfile.ZipFile(built) as archive:
        archive.extractall(options.directory)
    print(f"{options.function}: {built.stat().st_size / 1e6:.1f} MB zipped")
    return 0


if __name__ == "__main__":
    sys.exit(main())
