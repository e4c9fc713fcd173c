"""A release for machines of Amazon EC2: one archive, known by its hash, with all they install."""

import gzip
import hashlib
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from errata.errors import ConfigurationError
from infra.build import BUILDS, Platform, install, sources
from infra.home import CHECKOUT

PACKAGES = ("errata", "orchestrator", "infra")
FILES = ("install.sh", "errata-orchestrator.service", "amazon-cloudwatch-agent.json")
LOCK = CHECKOUT / "infra" / "requirements" / "machine.txt"
PLATFORMS = {
    "arm64": Platform.linux("aarch64"),
    "x86_64": Platform.linux("x86_64"),
}
"""By what Amazon calls an architecture."""


def build(architecture: str, clips: Path) -> Path:
    """Build the release of this checkout; the same contents give the same file.

    Parameters
    ----------
    architecture : str
        ``arm64`` or ``x86_64``.
    clips : Path
        The folder of clips, which goes with it.

    Returns
    -------
    Path
        The archive, named ``<sha256>.tar.gz``.

    Raises
    ------
    ConfigurationError
        When a dependency cannot be installed, or no clip has been fetched.
    """
    if not clips.is_dir():
        raise ConfigurationError("the machines' clips have not been fetched; run `make setup`")
    BUILDS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=BUILDS) as scratch:
        tree = Path(scratch, "release")
        install(LOCK, PLATFORMS[architecture], tree / "packages")
        for package in PACKAGES:
            for file in sources(CHECKOUT / package):
                _copy(file, tree / "packages" / file.relative_to(CHECKOUT))
        for name in FILES:
            _copy(CHECKOUT / "infra" / "ec2" / name, tree / name)
        for clip in sources(clips):
            _copy(clip, tree / "clips" / clip.name)
        packed = _packed(tree)
        return packed.replace(BUILDS / f"{_sha256(packed)}.tar.gz")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _packed(tree: Path) -> Path:
    archive = tree.with_suffix(".tar.gz")
    with (
        archive.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        for file in sorted(path for path in tree.rglob("*") if path.is_file()):
            tar.add(file, str(file.relative_to(tree.parent)), filter=_nobody_s)
    return archive


def _nobody_s(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Forget who built it and when: only contents and what is executable count."""
    member.uid = member.gid = member.mtime = 0
    member.uname = member.gname = "root"
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    return member


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
