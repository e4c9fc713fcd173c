"""Nobody pays twice for the same: what two batches do at once, and what is left after a crash."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from errata.claims import Pace
from errata.diagnoser import Diagnoser
from errata.diagnosis import Diagnosis, FailureRecord
from errata.errors import ModelUnavailableError, StorageError
from errata.events import FailureEvent
from errata.fingerprint import fingerprint
from errata.ports import Case, ModelAnswer
from errata.prompts import PROMPT_VERSION
from errata.redaction import redact_event
from errata.taxonomy import Category, Source
from tests.unit.domain.make import NOON, crash, diagnosis, event, verdict
from tests.unit.domain.remembering import FakeMemory

INDEX, IMPORT = crash("[][9]"), crash("import not_a_codec")
INDEX_MARK, IMPORT_MARK = (fingerprint(redact_event(event(log))) for log in (INDEX, IMPORT))


def answers(cases: Sequence[Case]) -> Mapping[str, ModelAnswer]:
    said = ModelAnswer(verdict(), "claude-haiku-5-5", PROMPT_VERSION, 900, 100, 0.0014)
    return {case.failure_id: said for case in cases}


@dataclass
class World:
    """One memory, one model and one clock for several batches."""

    now: datetime = NOON
    paid: list[str] = field(default_factory=list)
    """What the model answered, by failure id."""
    respond: Callable[[Sequence[Case]], Mapping[str, ModelAnswer]] = answers
    before: Callable[[str], None] = lambda _: None
    pace: Pace | None = None
    models: frozenset[str] = frozenset({"claude-haiku-5-5"})

    def __post_init__(self) -> None:
        self.memory = FakeMemory(clock=lambda: self.now)
        self.memory.before = lambda method: self.before(method)

    def diagnose(self, cases: Sequence[Case], *, deadline_s: float) -> Mapping[str, ModelAnswer]:
        assert deadline_s > 0
        self.before("ask")
        given = self.respond(cases)
        self.paid += given
        return given

    def batch(self, holder: str | None, *events: FailureEvent) -> list[FailureRecord]:
        """Diagnose and store, as the function does."""
        diagnoser = Diagnoser(self.memory, self, lambda: self.now, holder=holder, pace=self.pace)
        records = diagnoser.diagnose(events, deadline_s=30, code={})
        self.before("store")
        for record in records:
            if record.diagnosis.source is Source.CLAUDE:
                self.memory.known[record.diagnosis.fingerprint] = record.diagnosis
        return records

    def meanwhile(self, step: int, other: Callable[[], object]) -> list[str]:
        """Let something else happen at a certain step of what comes; return the steps taken."""
        steps: list[str] = []

        def before(method: str) -> None:
            steps.append(method)
            if len(steps) == step:
                self.before, ours = (lambda _: None), self.before
                other()
                self.before = ours

        self.before = before
        return steps


@pytest.fixture
def world() -> World:
    return World()


STEPS = ["canonical", "remembered", "claim", "remembered", "examples", "remembered", "ask", "store"]


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_a_batch_that_comes_at_any_moment_of_another_costs_nothing_more(
    world: World, step: int
) -> None:
    found: list[FailureRecord] = []
    steps = world.meanwhile(step, lambda: found.extend(world.batch("B", event(INDEX, 2))))
    found += world.batch("A", event(INDEX, 1))
    assert steps[:step] == STEPS[:step]
    assert len(world.paid) == 1
    assert Source.CLAUDE in {record.diagnosis.source for record in found}
    for record in found:
        is_by_rules = record.diagnosis.source is Source.PATTERNS
        assert record.diagnosis.upgradeable is is_by_rules


@pytest.mark.parametrize("step", [1, 2, 3])
def test_what_was_stored_before_a_claim_was_won_is_not_paid_for_again(
    world: World, step: int
) -> None:
    """Even when the claims of whoever stored it have run out by then."""

    def fast() -> None:
        world.batch("B", event(INDEX, 2))
        world.memory.claims.clear()

    world.meanwhile(step, fast)
    assert world.batch("A", event(INDEX, 1))[0].diagnosis.source is Source.MEMORY
    assert len(world.paid) == 1
    assert world.memory.claims == {}


def test_a_claim_that_took_all_the_time_there_was_is_given_back(world: World) -> None:
    def slow() -> None:
        world.now += timedelta(seconds=29.8)

    world.meanwhile(STEPS.index("examples"), slow)
    assert world.batch("A", event(INDEX, 1))[0].diagnosis.upgradeable
    assert world.paid == []
    assert world.memory.claims == {}


def test_whoever_loses_a_claim_has_the_rules_verdict_at_once_and_a_better_one_later(
    world: World,
) -> None:
    world.memory.claims[INDEX_MARK] = ("another", NOON + timedelta(minutes=1))
    lost, won = world.batch("A", event(INDEX, 1), event(IMPORT, 2))
    assert (lost.diagnosis.source, lost.diagnosis.rule) == (Source.PATTERNS, "index")
    assert lost.diagnosis.upgradeable
    assert won.diagnosis.source is Source.CLAUDE
    assert world.paid == [won.event.failure_id]
    assert world.memory.claims[INDEX_MARK][0] == "another"


def test_a_crash_leaves_claims_that_run_out(world: World) -> None:
    def crashes(_: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        raise RuntimeError("the function was killed")

    world.respond = crashes
    with pytest.raises(RuntimeError):
        world.batch("A", event(INDEX, 1))
    world.respond = answers

    world.now += timedelta(seconds=31)  # the call may still be under way
    assert world.batch("B", event(INDEX, 2))[0].diagnosis.upgradeable
    assert world.paid == []

    world.now += timedelta(minutes=1)
    assert world.batch("C", event(INDEX, 3))[0].diagnosis.source is Source.CLAUDE
    assert len(world.paid) == 1


def fails(*, upgradeable: bool) -> Callable[[Sequence[Case]], Mapping[str, ModelAnswer]]:
    def respond(_: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        raise ModelUnavailableError("overloaded or refusal", upgradeable=upgradeable)

    return respond


def test_after_an_outage_anybody_may_ask_at_once(world: World) -> None:
    world.respond = fails(upgradeable=True)
    assert world.batch("A", event(INDEX, 1))[0].diagnosis.upgradeable
    assert world.memory.claims == {}


def test_what_the_model_will_not_answer_is_left_alone_for_a_day(world: World) -> None:
    world.respond = fails(upgradeable=False)
    hopeless = world.batch("A", event(INDEX, 1))[0].diagnosis
    assert (hopeless.source, hopeless.upgradeable) == (Source.PATTERNS, False)
    world.respond = answers
    world.now += timedelta(hours=23)
    assert world.batch("B", event(INDEX, 2))[0].diagnosis.source is Source.PATTERNS
    assert world.paid == []
    world.now += timedelta(hours=1)
    assert world.batch("C", event(INDEX, 3))[0].diagnosis.source is Source.CLAUDE


def test_one_case_that_spoils_an_answer_does_not_condemn_the_others(world: World) -> None:
    world.respond = fails(upgradeable=False)
    records = world.batch("A", event(INDEX, 1), event(IMPORT, 2))
    assert all(record.diagnosis.upgradeable for record in records)
    assert world.memory.claims == {}


def test_a_case_that_was_left_out_may_be_asked_about_again(world: World) -> None:
    world.respond = lambda cases: answers(cases[:1])
    told, left_out = world.batch("A", event(INDEX, 1), event(IMPORT, 2))
    assert (told.diagnosis.upgradeable, left_out.diagnosis.upgradeable) == (False, True)
    assert set(world.memory.claims) == {INDEX_MARK}


def test_answers_that_were_paid_for_survive_an_outage_of_the_claims(world: World) -> None:
    world.respond = lambda cases: answers(cases[:1])
    world.memory.broken = {"release"}
    told, _ = world.batch("A", event(INDEX, 1), event(IMPORT, 2))
    assert told.diagnosis.source is Source.CLAUDE


def test_nobody_is_asked_when_nothing_can_be_claimed(world: World) -> None:
    world.memory.broken = {"claim"}
    with pytest.raises(StorageError):
        world.batch("A", event(INDEX, 1))
    assert world.paid == []


def test_asking_that_costs_nothing_needs_no_claim(world: World) -> None:
    world.memory.claims[INDEX_MARK] = ("another", NOON + timedelta(hours=1))
    assert world.batch(None, event(INDEX, 1))[0].diagnosis.source is Source.CLAUDE
    assert set(world.memory.claims) == {INDEX_MARK}


def proven(**fields: object) -> Diagnosis:
    return diagnosis(IMPORT_MARK, source=Source.HUMAN, **fields)


def test_examples_of_the_rules_category_are_shown_redacted_and_short(world: World) -> None:
    secret = "hunter2hunter2"
    typed = proven(
        root_cause=f"password={secret} was refused. " + "long " * 300,
        evidence=[{"line": 3, "quote": "y " * 900}] * 9,
    )
    world.memory.proven = {
        Category.IMPORT_ERROR: [typed] * 9,
        Category.TIMEOUT: [proven(root_cause="not of its kind")],
    }
    shown: list[Case] = []

    def respond(cases: Sequence[Case]) -> Mapping[str, ModelAnswer]:
        shown.extend(cases)
        return answers(cases)

    world.respond = respond
    world.batch("A", event(IMPORT, 1), event(INDEX, 2))
    with_examples, without = shown
    assert without.examples == ()
    assert len(with_examples.examples) == 2
    assert "was refused" in with_examples.examples[0].root_cause
    assert len(repr(with_examples.examples)) < 4_000
    assert secret not in repr(shown)
    assert "not of its kind" not in repr(shown)


def test_no_examples_are_no_reason_not_to_ask(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.memory.broken = {"examples"}
    assert world.batch("A", event(INDEX, 1))[0].diagnosis.source is Source.CLAUDE
    assert "without examples of runtime_error" in caplog.text


PACE = Pace(2, timedelta(minutes=10))


def test_what_is_new_beyond_the_pace_waits_to_be_asked_about_together(world: World) -> None:
    world.pace = PACE
    logs = [INDEX, IMPORT, crash("1 / 0"), crash("{}['x']")]
    sources = [
        world.batch(f"batch {number}", event(log, number))[0].diagnosis.source
        for number, log in enumerate(logs)
    ]
    assert sources == [Source.CLAUDE] * 2 + [Source.PATTERNS] * 2
    late = world.batch("later", event(logs[2], 7))[0].diagnosis
    assert (late.source, late.upgradeable) == (Source.PATTERNS, True)

    world.now += timedelta(minutes=10)
    assert world.batch("next", event(logs[2], 8), event(logs[3], 9))[0].diagnosis.cost_usd > 0
    assert len(world.paid) == 4


def test_a_call_that_failed_was_nobodys_turn(world: World) -> None:
    world.pace = PACE
    world.respond = fails(upgradeable=True)
    for number in range(9):
        world.batch(f"batch {number}", event(INDEX, number))
    world.respond = answers
    assert world.batch("after the outage", event(INDEX, 9))[0].diagnosis.source is Source.CLAUDE


def test_what_is_remembered_or_asked_about_elsewhere_takes_nobodys_turn(world: World) -> None:
    world.pace = PACE
    world.memory.claims[INDEX_MARK] = ("another", NOON + timedelta(minutes=1))
    world.memory.known[IMPORT_MARK] = diagnosis(IMPORT_MARK)
    for number in range(9):
        world.batch(f"batch {number}", event(INDEX, number), event(IMPORT, 20 + number))
    assert set(world.memory.claims) == {INDEX_MARK}
