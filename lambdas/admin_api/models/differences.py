"""What sets some experiments apart from the rest."""

from typing import Annotated, Literal

from pydantic import Field

from errata.model import Contract, Name, Ulid
from errata.taxonomy import Category, ExperimentStatus, Severity, Stage
from lambdas.admin_api.models.days import IsoDay

Share = Annotated[float, Field(ge=0, le=1)]


class Filters(Contract):
    """Which experiments are meant; as in the list, what is left out does not narrow."""

    first_day: IsoDay | None = None
    last_day: IsoDay | None = None
    status: ExperimentStatus | None = None
    category: Category | None = None
    severity: Severity | None = None
    stage: Stage | None = None


class Selection(Filters):
    """Those that are to be told apart: by their ids, or by filters."""

    experiment_ids: Annotated[tuple[Ulid, ...], Field(max_length=200)] = ()


class DifferencesQuestion(Contract):
    """Some experiments, and the rest they are held against; the selected are taken out of it."""

    selected: Selection
    rest: Filters


class ValueShare(Contract):
    """How often a value occurs; null stands for experiments without any."""

    value: Name | None
    selected: Share
    rest: Share


class BinShare(Contract):
    """How many numbers lie from ``low`` up to ``high``."""

    low: float
    high: float
    selected: Share
    rest: Share


class FieldDifference(Contract):
    """A field, and how much it differs: 0 not at all, 1 in everything.

    A field named like a filter of the list can be narrowed by its values.
    """

    field: Name
    kind: Literal["categorical", "numeric"]
    score: Share
    values: tuple[ValueShare, ...]
    bins: tuple[BinShare, ...]


class Differences(Contract):
    """The fields that differ, the most different first."""

    selected: int
    """How many experiments were looked at on either side."""
    rest: int
    sampled: bool
    """There are more than were looked at: the newest stand for all."""
    fields: tuple[FieldDifference, ...]
