"""The archive of elites: of each kind of codec the best one, whether it became champion or not.

MAP-Elites (Mouret, Clune: "Illuminating search spaces by mapping elites", arXiv:1504.04909, 2015).
What a codec does at one setting, its rate, quality and time, says which cell it lies in; of those
in a cell the one stays that takes the least rate at equal quality. What is no better than the
champion today may be the best of its cell, and hold the technique that tomorrow's is made of.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

from pydantic import Field

from errata.events import ArtifactRef
from errata.model import Contract, Name, Sha256, Ulid, UtcTime

REFERENCE_QP = 32
"""The setting by whose figures cells are told: the second coarsest of JVET's common test
conditions, in the midst of the rates that codecs are compared at."""
RATE_EDGES_BPP = (0.125, 0.25, 0.5)
"""Bits a luma sample, an octave to a band: what rate does, it does by its logarithm (Bjontegaard,
VCEG-M33). Bits a sample, not bits a second, so that the size and frame rate of a clip make no
difference. Of 55 mutants measured on the clip of this project, 90 % lay between 0.25 and 1.15, and
x264 at 0.15."""
QUALITY_EDGES_DB = (34.0, 36.0, 38.0)
"""PSNR of all planes, 6:1:1, in dB, which is a logarithm already. The same mutants, of those that
passed the gates, lay between 33.5 and 37.3, and x264 at 36.9."""
TIME_EDGES_S = (0.5, 2.0, 8.0)
"""Seconds of encoder and decoder together, on one core, start of the boxes included. Bands are a
factor of four wide, so that a busy machine seldom moves a codec into the next."""
BANDS = len(RATE_EDGES_BPP) + 1
MOST_CELLS = BANDS**3
"""All there are, so that reading the archive costs one query whatever was tried."""


class Cell(Contract):
    """A kind of codec: three numbers of bands, each 0 for the lowest."""

    rate: Annotated[int, Field(ge=0, lt=BANDS)]
    quality: Annotated[int, Field(ge=0, lt=BANDS)]
    time: Annotated[int, Field(ge=0, lt=BANDS)]

    @property
    def name(self) -> str:
        """Short, as ``r1-q2-t0``."""
        return f"r{self.rate}-q{self.quality}-t{self.time}"


class EliteRecord(Contract):
    """The best codec of its cell. Nothing in it comes from a hold-out clip."""

    cell: Cell
    experiment_id: Ulid
    code: ArtifactRef
    course: Sha256
    """What it was measured on and against; scores of two courses cannot be compared."""
    score: float
    """BD-rate on PSNR of all planes (6:1:1) on the first working clip, in percent; less is better.
    Against x264 medium, or a fixed yardstick where that encoder is missing."""
    points: Annotated[tuple[dict[Name, float], ...], Field(max_length=64)]
    """Measured operating points on the first working clip."""
    metrics: Annotated[dict[Name, float], Field(max_length=32, default_factory=dict)]
    since: UtcTime
    """When it took its cell."""


class ArchiveStore(Protocol):
    """Where elites are kept, shared by all orchestrators."""

    def elites(self) -> Sequence[EliteRecord]:
        """Return all elites, one a cell, in the order of their cells' names."""

    def offer(self, record: EliteRecord) -> bool:
        """Keep a record if it surpasses what its cell holds; False, and nothing changed, if not.

        Of several offers at once the best stays. An experiment whose record was kept, and those it
        descends from, are kept for good: others may be made from it.
        """


class NoArchive:
    """Keeps nothing."""

    def elites(self) -> Sequence[EliteRecord]:
        """Return nothing."""
        return ()

    def offer(self, record: EliteRecord) -> bool:
        """Keep nothing."""
        del record
        return False


def cell_of(points: Sequence[Mapping[str, float]]) -> Cell:
    """Return the cell of a codec.

    Parameters
    ----------
    points : sequence of mapping
        ``qp``, ``bpp``, ``psnr_yuv_db``, ``encode_s`` and ``decode_s`` of each setting.

    Raises
    ------
    ValueError
        When it was not measured at :data:`REFERENCE_QP`.
    """
    at = next((point for point in points if point["qp"] == REFERENCE_QP), None)
    if at is None:
        raise ValueError(f"a cell is told by what was measured at qp {REFERENCE_QP}")
    return Cell(
        rate=bisect_right(RATE_EDGES_BPP, at["bpp"]),
        quality=bisect_right(QUALITY_EDGES_DB, at["psnr_yuv_db"]),
        time=bisect_right(TIME_EDGES_S, at["encode_s"] + at["decode_s"]),
    )


def surpasses(record: EliteRecord, incumbent: EliteRecord) -> bool:
    """Tell whether a record takes a cell from another.

    One of another course is no rival: it gives way, since nothing that is tried now can be compared
    with it.
    """
    return record.course != incumbent.course or record.score < incumbent.score
