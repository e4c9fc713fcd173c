"""The pass that betters diagnoses: what it asks, what it stores, and what it leaves alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from errata.backlog import Collected, Inquiry, PendingBatch, Question
from errata.diagnosis import Diagnosis, FailureRecord, Verdict
from errata.errors import ModelUnavailableError, NotFoundError
from errata.fingerprint import fingerprint
from errata.ports import Case, ModelAnswer, Page
from errata.prompts import PROMPT_VERSION
from errata.redaction import redact_event
from errata.taxonomy import Category, Source
from errata.upgrades import HOLDER, PER_CALL, Report, UpgradePass, UpgradeServices
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


@pytest.fixture
def world() -> World:
    return World()


def test_a_few_are_asked_about_in_one_call_and_their_kin_cost_nothing(world: World) -> None:
    apples, pears = world.store.add(1, "apple", copies=3), world.store.add(10, "pear")
    assert world.run() == Report(answered=2, recalled=2)
    assert world.model
    assert world.model.asked == [[apples[0], pears[0]]]
    better = [world.store.diagnosis(failure_id) for failure_id in apples + pears]
    assert [it.source for it in better] == [
        Source.CLAUDE,
        Source.MEMORY,
        Source.MEMORY,
        Source.CLAUDE,
    ]
    assert not any(it.upgradeable for it in better)
    assert sum(it.input_tokens for it in world.store.upgrades) == 2 * 900
    assert world.store.claimed_by(HOLDER) == set()


def test_what_is_remembered_by_now_costs_nothing(world: World) -> None:
    (known, kin) = world.store.add(1, "apple", copies=2)
    mark = world.store.diagnosis(known).fingerprint
    world.store.memory[mark] = diagnosis(mark)
    assert world.run() == Report(recalled=2)
    assert world.model
    assert world.model.asked == []
    assert world.store.diagnosis(kin).source is Source.MEMORY


def test_a_backlog_is_sent_away_and_collected_by_a_later_pass(world: World) -> None:
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]
    kin = world.store.add(500, "fruitx", copies=2)
    assert world.run() == Report(submitted=7)
    assert world.model
    assert world.backlog
    (batch,) = world.backlog.pending()
    assert [question.failure_id for question in batch.questions] == ids
    marks = {world.store.diagnosis(failure_id).fingerprint for failure_id in ids}
    assert world.store.claimed_by(HOLDER) == marks
    assert all(until > NOON + timedelta(days=1) for _, until in world.store.claims.values())

    # Until it has ended nobody is asked again, not about kin either.
    world.store.add(600, "fruitx")
    assert world.run() == Report()
    assert world.model.asked == []

    world.backlog.results[batch.batch_id] = Collected({id_: answer(id_) for id_ in ids}, 0.25)
    assert world.run() == Report(answered=7, recalled=3)
    assert world.store.diagnosis(ids[3]).root_cause == f"said of {ids[3]}"
    assert world.store.diagnosis(kin[0]).root_cause == f"said of {ids[0]}"
    assert world.backlog.settled == [0.25]
    assert world.store.claims == {}
    assert world.run() == Report()


def test_a_pass_that_dies_while_storing_is_finished_by_the_next(world: World) -> None:
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]
    world.run()
    assert world.backlog
    (batch,) = world.backlog.pending()
    world.backlog.results[batch.batch_id] = Collected({id_: answer(id_) for id_ in ids}, 0.25)
    upgrade = world.store.upgrade

    def dies(better: Diagnosis) -> bool:
        if better.failure_id == ids[4]:
            raise RuntimeError("out of time")
        return upgrade(better)

    world.store.upgrade = dies  # type: ignore[method-assign] # for one pass
    with pytest.raises(RuntimeError):
        world.run()
    assert len(world.backlog.pending()) == 1
    world.store.upgrade = upgrade  # type: ignore[method-assign] # as it was
    assert world.run() == Report(answered=3)
    assert world.backlog.settled == [0.25]


def test_what_a_batch_did_not_answer_is_given_up_or_asked_anew(world: World) -> None:
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]
    world.run()
    assert world.backlog
    (batch,) = world.backlog.pending()
    vain, expired, gone, *answered = ids
    del world.store.records[gone]
    answers = {vain: None, gone: answer(gone)} | {id_: answer(id_) for id_ in answered}
    world.backlog.results[batch.batch_id] = Collected(answers, 0.25)
    world.model = None
    assert world.run() == Report(answered=4, abandoned=1)
    hopeless = world.store.diagnosis(vain)
    assert (hopeless.source, hopeless.upgradeable) == (Source.PATTERNS, False)
    assert world.store.diagnosis(expired).upgradeable

    world.model = Model()
    assert world.run() == Report(answered=1)
    assert world.model.asked == [[expired]]


def test_a_pass_that_dies_while_sending_holds_nobody_up_for_long(world: World) -> None:
    for number in range(1, 8):
        world.store.add(number * 10, f"fruit{'x' * number}")
    assert world.backlog
    world.backlog.error = RuntimeError("out of time")
    with pytest.raises(RuntimeError):
        world.run()
    assert all(until < NOON + timedelta(hours=1) for _, until in world.store.claims.values())
    world.backlog.error = None
    assert world.run() == Report(submitted=7)


def test_only_what_the_budget_bears_is_claimed_for_long(world: World) -> None:
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]
    assert world.backlog
    world.backlog.afford = 2
    assert world.run() == Report(submitted=2)
    marks = {world.store.diagnosis(failure_id).fingerprint for failure_id in ids[:2]}
    assert set(world.store.claims) == marks


def test_what_another_has_claimed_is_not_sent(world: World) -> None:
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]
    mark = world.store.diagnosis(ids[2]).fingerprint
    world.store.claims[mark] = ("a batch off the queue", NOON + timedelta(minutes=1))
    world.run()
    assert world.backlog
    (batch,) = world.backlog.pending()
    assert ids[2] not in {question.failure_id for question in batch.questions}


@pytest.mark.parametrize("without", ["refused", "none"])
def test_where_there_are_no_batches_a_backlog_is_asked_about_directly(
    world: World, without: str
) -> None:
    count = PER_CALL + 3
    for number in range(1, count + 1):
        world.store.add(number * 10, f"fruit{'x' * number}")
    if without == "none":
        world.backlog = None
    else:
        assert world.backlog
        world.backlog.error = ModelUnavailableError("model_not_found", upgradeable=True)
    assert world.run() == Report(answered=count)
    assert world.model
    assert [len(asked) for asked in world.model.asked] == [PER_CALL, 3]
    assert world.store.claimed_by(HOLDER) == set()


def test_a_model_that_is_down_is_asked_once_and_everything_waits_on(world: World) -> None:
    def down(_: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        raise ModelUnavailableError("overloaded", upgradeable=True)

    world.backlog = None
    for number in range(1, PER_CALL + 4):
        world.store.add(number * 10, f"fruit{'x' * number}")
    assert world.model
    world.model.respond = down
    assert world.run() == Report()
    assert len(world.model.asked) == 1
    assert len(world.store.upgradeable(limit=100).items) == PER_CALL + 3


def test_what_a_model_that_goes_down_was_not_asked_waits_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.prompts.CASES_PER_REQUEST", 12)
    world.backlog = None
    for number in range(1, PER_CALL + 1):
        world.store.add(number * 10, f"fruit{'x' * number}")
    assert world.model
    answering = world.model.respond

    def goes_down(cases: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        assert world.model
        if len(world.model.asked) > 1:
            raise ModelUnavailableError("overloaded", upgradeable=True)
        return answering(cases)

    world.model.respond = goes_down
    report = world.run()
    assert len(world.model.asked) == 2
    assert report == Report(answered=12)
    waiting = world.store.upgradeable(limit=100).items
    assert len(waiting) == PER_CALL - report.answered > 0


def test_one_case_that_spoils_the_answer_of_all_is_found_and_given_up(world: World) -> None:
    world.backlog = None
    ids = [world.store.add(number * 10, f"fruit{'x' * number}")[0] for number in range(1, 8)]

    def refuse(cases: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        if ids[5] in {case.failure_id for case in cases}:
            raise ModelUnavailableError("refusal", upgradeable=False)
        return {case.failure_id: answer(case.failure_id) for case in cases}

    assert world.model
    world.model.respond = refuse
    assert world.run() == Report(answered=6, abandoned=1)
    assert world.store.diagnosis(ids[5]).source is Source.PATTERNS
    assert len(world.model.asked) <= 7
    assert world.run() == Report()


def test_a_case_the_model_leaves_out_is_not_asked_about_for_ever(world: World) -> None:
    left_out, kin = world.store.add(1, "apple", copies=2)
    assert world.model
    world.model.respond = lambda _: {}
    assert world.run() == Report(abandoned=2)
    assert not world.store.diagnosis(left_out).upgradeable
    assert not world.store.diagnosis(kin).upgradeable
    assert world.run() == Report()
    assert len(world.model.asked) == 1


def test_without_a_model_nothing_is_given_up(world: World) -> None:
    world.model = world.backlog = None
    (waiting,) = world.store.add(1, "apple")
    assert world.run() == Report()
    assert world.store.diagnosis(waiting).upgradeable


def test_an_unsure_answer_is_stored_and_settled(world: World) -> None:
    (failure_id,) = world.store.add(1, "apple")
    assert world.model
    world.model.respond = lambda cases: {
        case.failure_id: answer(case.failure_id, confidence=0.2) for case in cases
    }
    assert world.run() == Report(answered=1)
    assert world.store.diagnosis(failure_id).confidence == 0.2
    assert world.run() == Report()


def test_with_no_time_nothing_is_begun(world: World) -> None:
    world.store.add(1, "apple")
    assert world.run(deadline_s=0) == Report()
    assert world.model
    assert world.model.asked == []


def test_more_than_a_page_is_read(world: World) -> None:
    kin = world.store.add(1, "apple", copies=250)
    assert world.run() == Report(answered=1, recalled=249)
    assert world.model
    assert world.model.asked == [[kin[0]]]


def test_answers_are_checked_like_any_other(world: World) -> None:
    def forged(cases: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        lie: Verdict = verdict(evidence=[{"line": 1, "quote": "a line that is not there"}])
        return {
            case.failure_id: ModelAnswer(lie, MODEL, PROMPT_VERSION, 1, 1, 0.1) for case in cases
        }

    (failure_id,) = world.store.add(1, "apple")
    assert world.model
    world.model.respond = forged
    world.run()
    assert world.store.diagnosis(failure_id).evidence == ()
    assert world.store.diagnosis(failure_id).confidence <= 0.5
