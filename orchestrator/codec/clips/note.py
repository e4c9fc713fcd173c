"""What is known of a clip: where it comes from, what one may do with it, and its exact frames."""

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from errata.errors import InvalidInputError
from errata.model import Contract, Line, Sha256, UtcTime

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LEAST_FRAMES, MOST_FRAMES = 8, 600
LEAST_SIDE = 64
"""Luma samples: on smaller pictures x265, an anchor, writes where it must not."""

Side = Annotated[int, Field(ge=LEAST_SIDE, multiple_of=2)]
"""Of a picture, in luma samples: even, because I420 halves it for chroma."""


class ClipNote(Contract):
    """One clip. A clip that a user added keeps its note as JSON beside its frames."""

    schema_version: Literal[1] = 1
    name: Annotated[str, StringConstraints(pattern=f"^{NAME.pattern}$")]
    frames: Annotated[int, Field(ge=LEAST_FRAMES, le=MOST_FRAMES)]
    height: Side
    width: Side
    rate: Annotated[Fraction, Field(gt=0, le=1_000)]
    """Frames a second, for example 30000/1001."""
    sha256: Sha256
    """Of the frames: raw I420, one after the other. Checked at every load."""
    origin: Line
    """File or package that the frames were taken from, and how."""
    licence: Line
    source_sha256: Sha256
    """Of the file that the frames were decoded from."""
    added_at: UtcTime | None = None
    """When a user added it; None for a clip that comes with Errata."""

    @property
    def fps(self) -> float:
        """Frames a second."""
        return float(self.rate)

    @property
    def size(self) -> int:
        """Bytes of all frames."""
        return self.frames * self.height * self.width * 3 // 2


def checked_name(name: str) -> str:
    """Return ``name`` if a clip may be called so.

    Raises
    ------
    InvalidInputError
        When it may not.
    """
    if not NAME.fullmatch(name):
        allowed = "up to 40 of a-z, 0-9, _ and -, beginning with a letter or digit"
        raise InvalidInputError("name", f"{name!r:.80} is no name for a clip: use {allowed}")
    return name
