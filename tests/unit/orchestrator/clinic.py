"""Experiments, their failures explained by the rules, and repairs, in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime

from errata.diagnosis import Diagnosis, FailureRecord
from errata.errors import ConflictError, NotFoundError, StorageError
from errata.events import FailureEvent
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, Page
from errata.provenance import Provenance, admit
from errata.repairs import RepairAttempt
from errata.taxonomy import Verification
from tests.unit.orchestrator.fakes import MemoryExperiments


class Clinic(MemoryExperiments):
    """``RepairStore`` on experiments in memory, and the queue that their failures go to."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[FailureEvent] = []
        self.records: dict[str, FailureRecord] = {}
        self.claims_on: dict[str, RepairAttempt] = {}
        self.open: dict[str, RepairAttempt] = {}
        self.settled: dict[str, tuple[str, Verification | None]] = {}
        self.diagnosing = True
        self.down = False

    def publish(self, event: FailureEvent) -> None:
        self.events.append(event)
        if self.diagnosing:
            self.explain(event)

    def explain(self, event: FailureEvent, **said: object) -> None:
        now = datetime.now(UTC)
        by_rules = Provenance(admit(event), now, now, upgradeable=False).by_rules()
        diagnosis = Diagnosis.model_validate(by_rules.model_dump() | said)
        self.records[event.experiment_id] = FailureRecord(event=event, diagnosis=diagnosis)

    def experiment(self, experiment_id: str) -> Experiment:
        known = super().experiment(experiment_id)
        record = self.records.get(experiment_id)
        if record is None:
            return known
        names = ("failure_id", "category", "severity", "root_cause", "fingerprint", "confidence")
        return known.model_copy(update={n: getattr(record.diagnosis, n) for n in names})

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        self._check()
        found = [self.experiment(name) for name in sorted(self.items, reverse=True)]
        wanted = [e for e in found if query.status in (None, e.status)]
        return Page(tuple(wanted[: query.limit]), None)

    def children(
        self, experiment_id: str, *, limit: int, cursor: str | None = None
    ) -> Page[Experiment]:
        del cursor
        found = [self.experiment(name) for name in sorted(self.items, reverse=True)]
        children = [e for e in found if experiment_id in (e.parent_id, e.repairs)]
        return Page(tuple(children[:limit]), None)

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        return [self.experiment(name) for name in experiment_ids]

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        self._check()
        if experiment_id not in self.records:
            raise NotFoundError(failure_id)
        return self.records[experiment_id]

    def repaired(self, experiment_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(self.claims_on) & frozenset(experiment_ids)

    def claim_repair(self, attempt: RepairAttempt) -> None:
        if attempt.repairs in self.claims_on:
            raise ConflictError(attempt.repairs)
        self.claims_on[attempt.repairs] = self.open[attempt.repairs] = attempt

    def give_back_repair(self, attempt: RepairAttempt) -> None:
        if self.open.pop(attempt.repairs, None):
            del self.claims_on[attempt.repairs]

    def open_repairs(self, *, limit: int) -> Sequence[RepairAttempt]:
        self._check()
        return list(self.open.values())[:limit]

    def settle_repair(
        self, attempt: RepairAttempt, repair_id: str, shown: Verification | None
    ) -> bool:
        if self.open.pop(attempt.repairs, None) is None:
            return False
        self.settled[attempt.repairs] = (repair_id, shown)
        return True

    def _check(self) -> None:
        if self.down:
            raise StorageError("the table does not answer")
