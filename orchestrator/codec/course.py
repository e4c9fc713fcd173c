"""What candidates are measured on: working clips for all, a hold-out clip for the few."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from orchestrator.codec.metrics import Curve, split
from orchestrator.sandbox.step import Video


@dataclass(frozen=True, slots=True)
class Clip:
    """Frames to compress, and how well-known encoders fare with them.

    Attributes
    ----------
    name : str
        As the clip is called in the data folder.
    video : Video
        The frames that are used of it.
    anchors : mapping of str to Curve
        The curve of each well-known encoder, by its name.
    """

    name: str
    video: Video
    anchors: Mapping[str, Curve] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Of the frames used, in the layout of :class:`Video`."""
        return hashlib.sha256(self.video.planes).hexdigest()

    def shortened(self, frames: int) -> "Clip":
        """Return the first frames as a clip of their own."""
        kept = (plane[:frames] for plane in split(self.video.planes, self.video))
        planes = b"".join(plane.tobytes() for plane in kept)
        return Clip(self.name, replace(self.video, planes=planes, frames=frames))


@dataclass(frozen=True, slots=True)
class Course:
    """The clips of a run.

    Attributes
    ----------
    working : tuple of Clip
        What every candidate is measured on; at least one. Proposers may know how it fared there.
    hold_out : Clip or None
        What a candidate meets only when it would be adopted otherwise, so that no lineage is bred
        to fit it. No proposer is ever told a result.
    """

    working: tuple[Clip, ...]
    hold_out: Clip | None = None
