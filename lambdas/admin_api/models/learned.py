"""What the loop has learnt: how kinds of edit and repairs fare, and the best codec of each kind."""

from datetime import date
from typing import Annotated

from pydantic import Field

from errata.archive import Cell
from errata.learning import Count, RepairTally
from errata.model import Contract, Fingerprint, Name, Ulid, UtcTime
from errata.taxonomy import Category


class Fates(Contract):
    """What became of candidates. Counts are discounted: what was long ago counts less."""

    adopted: Count
    rejected: Count
    """Judged, and no better."""
    died: Count


class DeathsOf(Contract):
    """How many candidates of an arm died of one group."""

    fingerprint: Fingerprint
    count: Count
    category: Category | None
    """None when the group has expired."""
    root_cause: str


class TargetFates(Fates):
    """How edits of one target fared."""

    target: Name


class ArmFates(Fates):
    """How one kind of edit fared."""

    operator: Name
    groups: tuple[DeathsOf, ...]
    """What its candidates died of, the most deadly first; the rarest are left out."""
    targets: tuple[TargetFates, ...]
    """The most tried first; the least tried are left out."""
    more_targets: Annotated[int, Field(ge=0)]
    """How many are left out."""


class RepairRate(RepairTally):
    """What became of the repairs of one category's failures."""

    category: Category


class EliteCell(Contract):
    """The best codec of its kind."""

    cell: Cell
    experiment_id: Ulid
    score: float
    """BD-rate on PSNR of all planes, in percent, against what its course is measured against."""
    since: UtcTime
    kbps: float | None
    """At the setting by which cells are told, as are the two below."""
    psnr_yuv_db: float | None
    seconds: float | None
    """Of encoder and decoder together."""


class EliteArchive(Contract):
    """The best codec of each cell that any has come to, and where bands end."""

    rate_edges_bpp: tuple[float, ...]
    quality_edges_db: tuple[float, ...]
    time_edges_s: tuple[float, ...]
    cells: tuple[EliteCell, ...]


class Skipped(Contract):
    """Experiments that were not run, since the same construct had killed another."""

    first_day: date
    count: Annotated[int, Field(ge=0)]
    more: bool
    """There are more than were counted."""


class Learned(Contract):
    """All of it."""

    arms: tuple[ArmFates, ...]
    """The most tried first."""
    repairs: tuple[RepairRate, ...]
    """The most tried first; categories without repairs are left out."""
    archive: EliteArchive
    skipped: Skipped
