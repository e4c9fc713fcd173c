"""Experiments and their code."""

from errata.experiments import Experiment
from errata.model import Contract, Ulid


class ExperimentPage(Contract):
    """Experiments, in the order asked for."""

    items: tuple[Experiment, ...]
    cursor: str | None
    """Where the next page starts; None at the end."""


class Code(Contract):
    """A candidate's source, and that of the one it was made from, for a diff."""

    code: str | None
    """None when there was none, or it has expired."""
    parent_id: Ulid | None
    parent_code: str | None
    truncated: bool
    """One of the two was too large to send whole."""
