"""Repairs: one attempt a failed candidate, by what its diagnosis says, and what that shows of it.

A failure is repaired once, by whomever: the attempt is claimed before it is made. What it shows is
stored with the diagnosis that it followed, and with no other that has taken its place since.
"""

from collections.abc import Sequence
from typing import Protocol

from errata.diagnosis import Diagnosis, FailureRecord
from errata.model import Contract, Fingerprint, Ulid, UtcTime
from errata.ports import LineageStore
from errata.taxonomy import Category, Source, Verification


class RepairAttempt(Contract):
    """The claim on a failure's one repair, and the diagnosis that it follows."""

    repairs: Ulid
    """The failed experiment."""
    failure_id: Ulid
    fingerprint: Fingerprint
    category: Category
    source: Source
    diagnosed_at: UtcTime
    """By whom and when the diagnosis was given: by this it is known again."""
    claimed_at: UtcTime

    def follows(self, diagnosis: Diagnosis) -> bool:
        """Tell whether a diagnosis is the one that is followed."""
        given = (diagnosis.source, diagnosis.diagnosed_at)
        return given == (self.source, self.diagnosed_at)


class RepairStore(LineageStore, Protocol):
    """Where it is kept which failures are being repaired, and what became of that."""

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        """Return one diagnosed failure; NotFoundError if there is none."""

    def repaired(self, experiment_ids: Sequence[str]) -> frozenset[str]:
        """Return the failed experiments, among those given, whose repair is claimed."""

    def claim_repair(self, attempt: RepairAttempt) -> None:
        """Claim a failure's repair; ConflictError if another has it."""

    def give_back_repair(self, attempt: RepairAttempt) -> None:
        """Let a failure be repaired by others, since it was not; nothing happens once settled."""

    def open_repairs(self, *, limit: int) -> Sequence[RepairAttempt]:
        """Return the oldest attempts that are not settled."""

    def settle_repair(
        self, attempt: RepairAttempt, repair_id: str, shown: Verification | None
    ) -> bool:
        """Store what a repair has shown; False, and nothing changed, if it is settled already.

        All or nothing: it is counted by category, and where the diagnosis that it followed still
        stands, that is marked, and its group counts it.
        """
