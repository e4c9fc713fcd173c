"""Adding a user's own clip: any format PyAV reads, converted once."""

import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from errata.errors import InvalidInputError
from errata.text import MAX_LINE, sanitize, shorten
from orchestrator.codec.clips import library
from orchestrator.codec.clips.note import ClipNote, checked_name
from orchestrator.codec.clips.reading import read


def add(
    folder: Path,
    source: Path,
    *,
    name: str | None = None,
    frames: int | None = None,
    licence: str = "not stated when it was added",
    on_frame: Callable[[int], None] = lambda _: None,
) -> ClipNote:
    """Convert a video file to a clip, and return its note.

    Parameters
    ----------
    folder : Path
        Where decoded clips lie.
    source : Path
        The video file; it is only read.
    name : str, optional
        How the clip is called; by default made from the file's name.
    frames : int, optional
        How many frames to take from the start; by default all there are.
    licence : str
        What one may do with it, for the note.
    on_frame : callable
        Told the number of frames read so far.

    Raises
    ------
    InvalidInputError
        When the name is taken or no name, or the file is no usable video.
    ConfigurationError
        When the folder cannot be written to.
    """
    name = checked_name(_name_of(source) if name is None else name)
    if name in library.names(folder):
        raise InvalidInputError("name", f"a clip called {name} is there already; choose another")
    if not _is_file(source):
        raise InvalidInputError("file", f"{source} is not a file")
    with source.open("rb") as file:
        source_sha256 = file_digest(file, "sha256").hexdigest()
        file.seek(0)
        footage = read(file, frames=frames, on_frame=on_frame)
    note = ClipNote(
        name=name,
        frames=footage.frames,
        height=footage.height,
        width=footage.width,
        rate=footage.rate,
        sha256=library.sha256(footage.data),
        origin=_line(f"{source.name} ({footage.origin_format})"),
        licence=_line(licence),
        source_sha256=source_sha256,
        added_at=datetime.now(UTC),
    )
    with library.locked(folder):
        library.write_frames(folder, name, footage.data)
        library.write_note(folder, note)
    return note


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        problem = f"cannot read {path}: {error.strerror}"
        raise InvalidInputError("file", problem) from error


def _line(text: str) -> str:
    return shorten(" ".join(sanitize(text).split()), MAX_LINE)


def _name_of(source: Path) -> str:
    return re.sub(r"[^a-z0-9_-]+", "_", source.stem.lower()).strip("_-")[:40]
