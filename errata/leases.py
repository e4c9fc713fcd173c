"""Who runs which experiment: leases, so that several orchestrators share the work.

An orchestrator renews the leases of its experiments for as long as it lives. What it leaves behind
when it vanishes is found by any other, since a lease that is not renewed runs out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from errata.experiments import Experiment
from errata.ports import ExperimentStore
from errata.taxonomy import Stage


@dataclass(frozen=True, slots=True)
class Lease:
    """Whose an experiment is, and until when nobody else may touch it."""

    owner: str
    until: datetime


class SharedExperiments(ExperimentStore, Protocol):
    """Experiments that several orchestrators work on at once."""

    def start(self, experiment: Experiment, lease: Lease | None = None) -> None:
        """Store a new experiment; ConflictError if the id is taken.

        Under a lease its candidate is claimed with it, by the hash of its code: ConflictError if
        another experiment has tried the same, or is trying it. One that replays another claims it
        within its run only, whoever tried it before.
        """

    def finish(
        self, experiment: Experiment, *, owner: str | None = None, over: str | None = None
    ) -> None:
        """Replace a running experiment by its outcome; ConflictError if it is not running.

        With an owner: ConflictError, too, when its lease is another's by now, or when the champion
        that an adopted one takes the place of is not ``over`` (None for no champion). The candidate
        of an abandoned experiment may be tried again, and so may a codec that was to begin a
        lineage and failed.
        """

    def renew(self, experiment_id: str, lease: Lease, stage: Stage) -> None:
        """Prolong a lease and note the stage reached; ConflictError if it is another's by now."""

    def overdue(self, first_day: date, last_day: date, *, now: datetime) -> Sequence[Experiment]:
        """Return running experiments of some days whose lease has run out, oldest first.

        They are at the stage that was noted last. One that nobody ever held is not among them.
        """

    def take_over(self, experiment_id: str, lease: Lease, *, now: datetime) -> None:
        """Make an overdue experiment one's own; ConflictError if it is not overdue any more."""

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return the names among those given that are ``holder``'s alone until then."""
