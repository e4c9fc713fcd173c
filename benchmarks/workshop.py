"""All that a loop needs of AWS, in this process; failures are explained by rules as they arrive."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from errata.archive import EliteRecord, surpasses
from errata.diagnosis import Group
from errata.errors import ConflictError, NotFoundError
from errata.events import ArtifactRef, FailureEvent
from errata.experiments import Experiment
from errata.fingerprint import fingerprint_examined
from errata.learning import Arm, Death, Outcome, RepairTally
from errata.leases import Lease
from errata.patterns import Examination, match_examined
from errata.ports import ExperimentQuery, Page
from errata.taxonomy import Category, ExperimentStatus, Stage
from errata.text import Log


@dataclass(frozen=True, slots=True)
class Explained:
    """A failure by its group, in the order of their arrival."""

    experiment_id: str
    group: str
    stage: Stage


class Workshop:
    """Experiments, artifacts, the queue and the diagnoser of one orchestrator."""

    def __init__(self) -> None:
        self.explained: list[Explained] = []
        self._experiments: dict[str, Experiment] = {}
        self._verdicts: dict[str, dict[str, object]] = {}
        self._groups: dict[str, Group] = {}
        self._claims: set[str] = set()
        self._artifacts: dict[str, bytes] = {}
        self._arms: dict[str, Arm] = {}
        self._deaths: dict[str, Death] = {}
        self._elites: dict[str, EliteRecord] = {}
        self._champion: str | None = None
        self._lock = threading.Lock()

    def start(self, experiment: Experiment, lease: Lease | None = None) -> None:
        """Store a new experiment; ConflictError if its code was tried."""
        del lease
        with self._lock:
            code = experiment.code.sha256 if experiment.code else experiment.experiment_id
            if code in self._claims:
                raise ConflictError(f"{code} was tried")
            self._claims.add(code)
            self._experiments[experiment.experiment_id] = experiment

    def finish(
        self, experiment: Experiment, *, owner: str | None = None, over: str | None = None
    ) -> None:
        """Store an outcome."""
        del owner, over
        with self._lock:
            self._experiments[experiment.experiment_id] = experiment
            if experiment.status is ExperimentStatus.ADOPTED:
                self._champion = experiment.experiment_id

    def renew(self, experiment_id: str, lease: Lease, stage: Stage) -> None:
        """Do nothing: nobody else is here."""

    def overdue(self, first_day: date, last_day: date, *, now: datetime) -> Sequence[Experiment]:
        """Return nothing: nobody else is here."""
        del first_day, last_day, now
        return ()

    def take_over(self, experiment_id: str, lease: Lease, *, now: datetime) -> None:
        """Do nothing: nobody else is here."""

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        """Return all names: nobody else is here."""
        del holder, until
        return frozenset(fingerprints)

    def experiment(self, experiment_id: str) -> Experiment:
        """Return one experiment."""
        if experiment_id not in self._experiments:
            raise NotFoundError(experiment_id)
        verdict = self._verdicts.get(experiment_id, {})
        return self._experiments[experiment_id].model_copy(update=verdict)

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        """Return all experiments."""
        del query
        return Page(tuple(self._experiments.values()))

    def champion(self) -> Experiment | None:
        """Return the experiment adopted last."""
        return self._experiments[self._champion] if self._champion else None

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        """Keep an artifact."""
        ref = ArtifactRef.to(kind, data)
        self._artifacts[ref.key] = data
        return ref

    def get(self, ref: ArtifactRef) -> bytes:
        """Return an artifact."""
        return self._artifacts[ref.key]

    def publish(self, event: FailureEvent) -> None:
        """Explain a failure by the rules."""
        examination = Examination(event, Log(event.log_tail, event.log_first_line))
        verdict, name = match_examined(examination).verdict, fingerprint_examined(examination)
        with self._lock:
            known = self._groups.get(name)
            self._groups[name] = Group(
                fingerprint=name,
                category=verdict.category,
                severity=verdict.severity,
                stage=verdict.stage,
                root_cause=verdict.root_cause,
                fix_suggestion=verdict.fix_suggestion,
                count=known.count + 1 if known else 1,
                first_seen=known.first_seen if known else event.occurred_at,
                last_seen=event.occurred_at,
                exemplar_experiment_id=event.experiment_id,
                exemplar_failure_id=event.failure_id,
            )
            self._verdicts[event.experiment_id] = {
                "fingerprint": name,
                "category": verdict.category,
            }
            self.explained.append(Explained(event.experiment_id, name, event.stage))

    def arms(self) -> Sequence[Arm]:
        """Return how all kinds of edit fare."""
        return [self._arms[name] for name in sorted(self._arms)]

    def credit(self, outcome: Outcome) -> None:
        """Add an outcome to its arm."""
        name = outcome.arm.partition("/")[0]
        with self._lock:
            self._arms[name] = self._arms.get(name, Arm(operator=name)).after(outcome)

    def remember(self, deaths: Sequence[Death]) -> None:
        """Keep what constructs died of."""
        self._deaths |= {death.known_by: death for death in deaths}

    def deaths(self, constructs: Sequence[str]) -> Sequence[Death]:
        """Return what is known of constructs."""
        return [self._deaths[each] for each in constructs if each in self._deaths]

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        """Return experiments with their diagnoses."""
        return [self.experiment(each) for each in experiment_ids]

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        """Return the groups that exist."""
        return {each: self._groups[each] for each in fingerprints if each in self._groups}

    def repairs(self) -> Mapping[Category, RepairTally]:
        """Return what became of repairs: nothing is repaired here."""
        return {}

    def elites(self) -> Sequence[EliteRecord]:
        """Return all elites."""
        return [self._elites[name] for name in sorted(self._elites)]

    def offer(self, record: EliteRecord) -> bool:
        """Keep a record that surpasses what its cell holds."""
        with self._lock:
            held = self._elites.get(record.cell.name)
            taken = held is None or surpasses(record, held)
            if taken:
                self._elites[record.cell.name] = record
        return taken
