"""A world for the upgrade pass: a store, a model and its batches, in memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

from errata.backlog import Collected, Inquiry, PendingBatch, Question
from errata.diagnosis import Diagnosis, FailureRecord
from errata.errors import NotFoundError
from errata.fingerprint import fingerprint
from errata.ports import Case, ModelAnswer, Page
from errata.prompts import PROMPT_VERSION
from errata.redaction import redact_event
from errata.taxonomy import Category, Source
from errata.upgrades import Report, UpgradePass, UpgradeServices
from tests.unit.domain.make import NOON, diagnosis, event, verdict

MODEL = "claude-haiku-5-5"


def answer(failure_id: str, **fields: object) -> ModelAnswer:
    said = verdict(root_cause=f"said of {failure_id}", **fields)
    return ModelAnswer(said, MODEL, PROMPT_VERSION, 900, 100, 0.0014)


class Store:
    """Failures, memory and claims, in dictionaries; the oldest failure first."""

    def __init__(self) -> None:
        self.records: dict[str, FailureRecord] = {}
        self.memory: dict[str, Diagnosis] = {}
        self.claims: dict[str, tuple[str, datetime]] = {}
        self.upgrades: list[Diagnosis] = []

    def add(self, number: int, kind: str, *, copies: int = 1) -> list[str]:
        """Store failures of one kind, explained by the patterns in want of something better."""
        ids = []
        for at in range(number, number + copies):
            given = redact_event(event(f"the {kind} turned {kind}", at))
            stored = diagnosis(
                fingerprint(given),
                failure_id=given.failure_id,
                experiment_id=given.experiment_id,
                source=Source.PATTERNS,
                upgradeable=True,
                cost_usd=0,
                model=None,
            )
            self.records[given.failure_id] = FailureRecord(event=given, diagnosis=stored)
            ids.append(given.failure_id)
        return ids

    def diagnosis(self, failure_id: str) -> Diagnosis:
        return self.records[failure_id].diagnosis

    def upgradeable(self, *, limit: int, cursor: str | None = None) -> Page[FailureRecord]:
        found = [
            record
            for failure_id, record in sorted(self.records.items())
            if record.diagnosis.upgradeable and failure_id > (cursor or "")
        ]
        more = len(found) > limit
        return Page(tuple(found[:limit]), found[limit - 1].event.failure_id if more else None)

    def upgrade(self, better: Diagnosis) -> bool:
        record = self.records[better.failure_id]
        if not record.diagnosis.upgradeable:
            return False
        self.upgrades.append(better)
        self.records[better.failure_id] = record.model_copy(update={"diagnosis": better})
        if better.source is Source.CLAUDE:
            self.memory[better.fingerprint] = better
        return True

    def remembered(self, fingerprints: Sequence[str]) -> Mapping[str, Diagnosis]:
        return {it: self.memory[it] for it in fingerprints if it in self.memory}

    def failure(self, experiment_id: str, failure_id: str) -> FailureRecord:
        del experiment_id
        if failure_id not in self.records:
            raise NotFoundError(failure_id)
        return self.records[failure_id]

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        free = frozenset(it for it in fingerprints if self.claims.get(it, (holder,))[0] == holder)
        self.claims |= dict.fromkeys(free, (holder, until))
        return free

    def release(self, fingerprints: Sequence[str], *, holder: str) -> None:
        for it in fingerprints:
            if self.claims.get(it, ("",))[0] == holder:
                del self.claims[it]

    def claimed_by(self, name: str) -> set[str]:
        return {it for it, (holder, _) in self.claims.items() if holder == name}

    def canonical(self, former: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
        return {it: it for it in former}

    def examples(self, category: Category, *, limit: int) -> Sequence[Diagnosis]:
        del category, limit
        return ()


class Model:
    """Answers each case, or what the test says."""

    models = frozenset({MODEL})

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.respond: Callable[[Sequence[Case]], Mapping[str, ModelAnswer]] = lambda cases: {
            case.failure_id: answer(case.failure_id) for case in cases
        }

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        assert deadline_s > 0
        self.asked.append([case.failure_id for case in cases])
        return self.respond(cases)


@dataclass
class Batches:
    """A backlog whose batches end when the test says so."""

    afford: int = 1_000
    batches: dict[str, PendingBatch] = field(default_factory=dict)
    results: dict[str, Collected] = field(default_factory=dict)
    settled: list[float] = field(default_factory=list)
    error: Exception | None = None

    def submit(self, inquiries: Sequence[Inquiry], *, deadline_s: float) -> PendingBatch:
        assert deadline_s > 0
        if self.error:
            raise self.error
        taken = inquiries[: self.afford]
        batch = PendingBatch(
            batch_id=f"batch {len(self.batches)}",
            model=MODEL,
            prompt_version=PROMPT_VERSION,
            questions=tuple(
                Question(
                    request_id=str(number),
                    experiment_id=it.experiment_id,
                    failure_id=it.case.failure_id,
                    fingerprint=it.fingerprint,
                )
                for number, it in enumerate(taken)
            ),
            expires_at=NOON + timedelta(days=1),
            budget_day="2026-01-31",
            reserved_usd=1.0,
        )
        self.batches[batch.batch_id] = batch
        return batch

    def pending(self) -> list[PendingBatch]:
        return list(self.batches.values())

    def collect(self, batch: PendingBatch, *, deadline_s: float) -> Collected | None:
        assert deadline_s > 0
        if self.error:
            raise self.error
        return self.results.get(batch.batch_id)

    def close(self, batch: PendingBatch, spent_usd: float) -> None:
        del self.batches[batch.batch_id]
        self.settled.append(spent_usd)


@dataclass
class World:
    store: Store = field(default_factory=Store)
    model: Model | None = field(default_factory=Model)
    backlog: Batches | None = field(default_factory=Batches)
    backlog_from: int = 5

    def run(self, deadline_s: float = 60) -> Report:
        services = UpgradeServices(
            store=self.store,  # type: ignore[arg-type] # what the pass uses of it
            artifacts=SimpleNamespace(),  # type: ignore[arg-type] # no failure here has code
            model=self.model,
            backlog=self.backlog,
            backlog_from=self.backlog_from,
            clock=lambda: NOON,
        )
        return UpgradePass(services, deadline_s=deadline_s).run()
