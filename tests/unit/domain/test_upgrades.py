"""The pass that betters diagnoses: what it asks, what it stores, and what it leaves alone."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from errata.backlog import Collected
from errata.diagnosis import Diagnosis, Verdict
from errata.errors import ModelUnavailableError
from errata.ports import Case, ModelAnswer
from errata.prompts import PROMPT_VERSION
from errata.taxonomy import Source
from errata.upgrades import HOLDER, PER_CALL, Report
from tests.unit.domain.make import NOON, diagnosis, verdict
from tests.unit.domain.upgrading import MODEL, Model, World, answer


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
