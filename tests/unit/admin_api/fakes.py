"""Stores and sign-in in memory, and the records they hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from ulid import ULID

from errata.archive import EliteRecord
from errata.audit import AuditEntry
from errata.diagnosis import (
    Correction,
    DayDigest,
    Diagnosis,
    FailureRecord,
    Group,
    ParkedMessage,
    Verdict,
)
from errata.errors import InvalidInputError, NotFoundError
from errata.events import ArtifactRef, FailureEvent
from errata.experiments import Experiment
from errata.learning import Arm, RepairTally
from errata.ports import ExperimentQuery, Order, Page, Spending
from errata.taxonomy import Category, GroupStatus, Source
from errata.views import SavedView

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
FINGERPRINT = "v1-" + "ab" * 16


def ulid(at: datetime = NOW) -> str:
    return str(ULID.from_datetime(at))


def experiment(**fields: object) -> Experiment:
    given = {
        "experiment_id": ulid(fields.get("started_at", NOW)),
        "run_id": ulid(),
        "status": "failed",
        "stage": "encode",
        "proposer": "mutation",
        "started_at": NOW,
    }
    return Experiment(**(given | fields))


def record(diagnosis: dict | None = None, **event_fields: object) -> FailureRecord:
    event = FailureEvent(
        **(
            {
                "failure_id": ulid(),
                "experiment_id": ulid(),
                "occurred_at": NOW,
                "stage": "encode",
                "error_message": "NameError: name 'qp' is not defined",
                "log_tail": "start\nNameError: name 'qp' is not defined\n",
            }
            | event_fields
        )
    )
    verdict = {
        "category": "runtime_error",
        "severity": "high",
        "stage": "encode",
        "root_cause": "encode() uses qp before it is set.",
        "fix_suggestion": "Set qp first.",
        "confidence": 0.9,
        "failure_id": event.failure_id,
        "experiment_id": event.experiment_id,
        "fingerprint": FINGERPRINT,
        "source": "patterns",
        "diagnosed_at": NOW,
    }
    return FailureRecord(event=event, diagnosis=Diagnosis(**(verdict | (diagnosis or {}))))


def group(**fields: object) -> Group:
    given = {
        "fingerprint": FINGERPRINT,
        "category": "runtime_error",
        "severity": "high",
        "stage": "encode",
        "root_cause": "encode() uses qp before it is set.",
        "fix_suggestion": "Set qp first.",
        "count": 3,
        "first_seen": NOW - timedelta(days=1),
        "last_seen": NOW,
        "exemplar_experiment_id": ulid(),
        "exemplar_failure_id": ulid(),
    }
    return Group(**(given | fields))


def page(items: Sequence, limit: int, cursor: str | None) -> Page:
    if cursor is not None and not cursor.isdigit():
        raise InvalidInputError("cursor", "is not one of ours")
    start = int(cursor or 0)
    end = start + limit
    return Page(tuple(items[start:end]), str(end) if end < len(items) else None)


class FakeBudget:
    """A day's money."""

    def __init__(self) -> None:
        self.spending = Spending("2026-11-21", 1.25, 5.0)

    def today(self) -> Spending:
        return self.spending


class FakeStore:
    """Experiments, failures, groups and counters; down when told so."""

    def __init__(self) -> None:
        self.all_experiments: list[Experiment] = []
        self.records: list[FailureRecord] = []
        self.all_groups: list[Group] = []
        self.all_corrections: list[Correction] = []
        self.days: list[DayDigest] = []
        self.all_parked: list[ParkedMessage] = []
        self.asked: list[ExperimentQuery] = []
        self.saved: dict[str, dict[str, SavedView]] = {}
        self.all_arms: list[Arm] = []
        self.all_repairs: dict[Category, RepairTally] = {}
        self.all_elites: list[EliteRecord] = []
        self.changes: list[tuple[str, datetime]] = []
        self.entries: list[AuditEntry] = []
        self.token = "v7"
        self.down: Exception | None = None

    def views(self, owner: str) -> Sequence[SavedView]:
        self._check()
        return sorted(self.saved.get(owner, {}).values(), key=lambda view: view.name)

    def save_view(self, owner: str, view: SavedView, *, by: str) -> None:
        self._check()
        self.saved.setdefault(owner, {})[view.name] = view
        self.changes.append((by, view.saved_at))

    def audit(self, *, now: datetime, limit: int, cursor: str | None = None) -> Page[AuditEntry]:
        self._check()
        return page([it for it in self.entries if it.at <= now], limit, cursor)

    def delete_view(self, owner: str, name: str, *, by: str, at: datetime) -> None:
        self._check()
        self.saved.get(owner, {}).pop(name, None)
        self.changes.append((by, at))

    def arms(self) -> Sequence[Arm]:
        self._check()
        return self.all_arms

    def repairs(self) -> Mapping[Category, RepairTally]:
        return self.all_repairs

    def known_groups(self, fingerprints: Sequence[str]) -> Mapping[str, Group]:
        return {it.fingerprint: it for it in self.all_groups if it.fingerprint in fingerprints}

    def elites(self) -> Sequence[EliteRecord]:
        return self.all_elites

    def champion(self) -> Experiment | None:
        self._check()
        adopted = [e for e in self.all_experiments if e.status == "adopted"]
        return max(adopted, key=lambda e: e.experiment_id, default=None)

    def _check(self) -> None:
        if self.down:
            raise self.down

    def experiment(self, experiment_id: str) -> Experiment:
        self._check()
        for item in self.all_experiments:
            if item.experiment_id == experiment_id:
                return item
        raise NotFoundError(f"no experiment {experiment_id}")

    def verdicts(self, experiment_ids: Sequence[str]) -> Sequence[Experiment]:
        self._check()
        return [it for it in self.all_experiments if it.experiment_id in experiment_ids]

    def children(
        self, experiment_id: str, *, limit: int, cursor: str | None = None
    ) -> Page[Experiment]:
        self._check()
        made = [e for e in self.all_experiments if experiment_id in (e.parent_id, e.repairs)]
        return page(sorted(made, key=lambda e: e.experiment_id, reverse=True), limit, cursor)

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        self._check()
        self.asked.append(query)
        found = [
            item
            for item in self.all_experiments
            if query.first_day <= item.started_at.date() <= query.last_day
            and query.status in {None, item.status}
            and query.category in {None, item.category}
            and query.severity in {None, item.severity}
            and query.stage in {None, item.stage}
        ]
        if query.order is Order.OLDEST:
            found.reverse()
        return page(found, query.limit, query.cursor)

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        self._check()
        for item in self.records:
            if (item.event.experiment_id, item.event.failure_id) == (experiment_id, failure_id):
                return item
        raise NotFoundError(f"no failure {failure_id}")

    def group(self, fingerprint: str) -> Group:
        for item in self.all_groups:
            if item.fingerprint == fingerprint:
                return item
        raise NotFoundError(f"no group {fingerprint}")

    def set_group_status(
        self, fingerprint: str, status: GroupStatus, *, by: str, at: datetime
    ) -> Group:
        known = self.group(fingerprint)
        decided = known.model_copy(update={"status": status, "status_by": by, "status_at": at})
        self.all_groups[self.all_groups.index(known)] = decided
        return decided

    def correct(
        self, experiment_id: str, failure_id: str, verdict: Verdict, *, by: str, at: datetime
    ) -> FailureRecord:
        known = self.failure(experiment_id, failure_id)
        said = verdict.model_dump() | {"source": Source.HUMAN, "diagnosed_at": at}
        after = Diagnosis(**(known.diagnosis.model_dump() | said))
        correction = Correction(at=at, by=by, before=known.diagnosis, after=after)
        self.all_corrections.insert(0, correction)
        corrected = known.model_copy(update={"diagnosis": after})
        self.records[self.records.index(known)] = corrected
        return corrected

    def corrections(self, experiment_id: str, failure_id: str, *, limit: int) -> list[Correction]:
        wanted = (experiment_id, failure_id)
        found = [
            it
            for it in self.all_corrections
            if (it.after.experiment_id, it.after.failure_id) == wanted
        ]
        return found[:limit]

    def groups(
        self, *, limit: int, cursor: str | None = None, status: GroupStatus | None = None
    ) -> Page[Group]:
        return page([it for it in self.all_groups if status in {None, it.status}], limit, cursor)

    def new_groups(self, first_day: date, last_day: date, *, limit: int) -> Page[Group]:
        new = [it for it in self.all_groups if first_day <= it.first_seen.date() <= last_day]
        return page(sorted(new, key=lambda it: it.first_seen, reverse=True), limit, None)

    def group_failures(self, fingerprint: str, *, limit: int, cursor: str | None = None) -> Page:
        kin = [item for item in self.records if item.diagnosis.fingerprint == fingerprint]
        return page(kin, limit, cursor)

    def digests(self, first_day: date, last_day: date) -> list[DayDigest]:
        return [it for it in self.days if str(first_day) <= it.day <= str(last_day)]

    def version(self) -> str:
        self._check()
        return self.token

    def parked(self, *, limit: int, cursor: str | None = None) -> Page[ParkedMessage]:
        return page(self.all_parked, limit, cursor)


class FakeArtifacts:
    """Bytes by key."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.reads = 0

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        digest = sha256(data).hexdigest()
        ref = ArtifactRef(key=f"{kind}/{digest}", sha256=digest, size=len(data))
        self.kept[ref.key] = data
        return ref

    def get(self, ref: ArtifactRef) -> bytes:
        self.reads += 1
        if ref.key not in self.kept:
            raise NotFoundError(f"no artifact {ref.key}")
        return self.kept[ref.key]


class FakeRates:
    """Counts what callers do."""

    def __init__(self) -> None:
        self.used: Counter[tuple[str, str, datetime]] = Counter()

    def take(self, caller: str, kind: str, most: int, now: datetime) -> bool:
        minute = (caller, kind, now.replace(second=0, microsecond=0))
        self.used[minute] += 1
        return self.used[minute] <= most
