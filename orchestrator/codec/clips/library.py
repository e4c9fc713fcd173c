"""The folder of clips: raw frames and their notes, written whole or not at all."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from errata.errors import ConfigurationError, InvalidInputError
from orchestrator.codec.clips.built_in import BUILT_IN
from orchestrator.codec.clips.i420 import to_video
from orchestrator.codec.clips.note import ClipNote, checked_name
from orchestrator.sandbox.step import Video

HOW_TO_FETCH = "errata clips fetch"


def names(folder: Path) -> list[str]:
    """Return the clips one can ask for: those that come with Errata, then those added."""
    return [*BUILT_IN, *sorted(path.stem for path in folder.glob("*.json"))]


def note(folder: Path, name: str) -> ClipNote:
    """Return what is known of a clip, which may have to be fetched yet.

    Raises
    ------
    InvalidInputError
        When there is no such clip.
    ConfigurationError
        When its note was damaged.
    """
    if name in BUILT_IN:
        return BUILT_IN[name].note
    try:
        found = ClipNote.model_validate_json((folder / f"{checked_name(name)}.json").read_bytes())
    except FileNotFoundError:
        known = ", ".join(names(folder))
        raise InvalidInputError("clip", f"no clip is called {name}; there is {known}") from None
    except ValidationError as error:
        problem = f"the note of the clip {name} was damaged ({error.error_count()} errors)"
        raise ConfigurationError(f"{problem}: {_how_to_add_again(name)}") from None
    if found.name != name:
        raise ConfigurationError(f"the note of {name} is another clip's: {_how_to_add_again(name)}")
    return found


def load(folder: Path, name: str, frames: int) -> Video:
    """Return the first frames of a clip. No other clip is ever taken in its place.

    Raises
    ------
    InvalidInputError
        When there is no such clip, or it has fewer frames.
    ConfigurationError
        When the clip has not been fetched, or its file was changed.
    """
    known = note(folder, name)
    if frames > known.frames:
        raise InvalidInputError("frames", f"{name} has {known.frames}, fewer than {frames}")
    remedy = HOW_TO_FETCH if name in BUILT_IN else _how_to_add_again(name)
    try:
        data = _frames_of(folder, name).read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(f"the clip {name} is not there: {remedy}") from None
    if sha256(data) != known.sha256 or len(data) != known.size:
        raise ConfigurationError(f"the clip {name} was changed since it came: {remedy}")
    return to_video(data, known.height, known.width, known.fps, frames)


def is_whole(folder: Path, name: str) -> bool:
    """Tell whether all frames of a clip that comes with Errata are there and unchanged."""
    path = _frames_of(folder, name)
    return path.exists() and sha256(path.read_bytes()) == BUILT_IN[name].note.sha256


def remove(folder: Path, name: str) -> None:
    """Remove a clip that was added.

    Raises
    ------
    InvalidInputError
        When there is no such clip, or it comes with Errata.
    """
    if name in BUILT_IN:
        raise InvalidInputError("name", f"{name} comes with Errata; only added clips are removed")
    with locked(folder):
        try:
            (folder / f"{checked_name(name)}.json").unlink()
        except FileNotFoundError:
            raise InvalidInputError("name", f"no clip called {name} was added") from None
        _frames_of(folder, name).unlink(missing_ok=True)


def write_frames(folder: Path, name: str, data: bytes) -> None:
    """Store the frames of a clip; call it under :func:`locked`."""
    _write_whole(_frames_of(folder, name), data)


def write_note(folder: Path, known: ClipNote) -> None:
    """Store the note of a clip, which makes it one; call it under :func:`locked`."""
    text = known.model_dump_json(indent=2, exclude_none=True)
    _write_whole(folder / f"{known.name}.json", text.encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the folder, which is made if need be.

    Raises
    ------
    ConfigurationError
        When the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            for left_by_a_killed_process in folder.glob(".*.partial"):
                left_by_a_killed_process.unlink()
            yield
        finally:
            os.close(handle)
    except OSError as error:
        raise ConfigurationError(f"cannot write clips to {folder}: {error.strerror}") from error


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _frames_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.i420"


def _write_whole(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _how_to_add_again(name: str) -> str:
    return f"errata clips remove {name}, then add it again"
