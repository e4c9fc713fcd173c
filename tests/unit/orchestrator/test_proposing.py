"""Whatever a proposer answers: an attempt without code has failed at stage propose."""

import threading
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from errata.errors import ErrataError, StorageError
from errata.taxonomy import Stage
from orchestrator import proposing
from orchestrator.loop import Pace
from orchestrator.proposers.port import Brief, NotNowError, Proposal, UnavailableError
from tests.unit.orchestrator.house import FAILED, WORSE, House

pytestmark = pytest.mark.usefixtures("without_vmaf")


class Answers:
    """Gives whatever it was given, and raises it if it is an exception."""

    name = "garbage"

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def propose(self, brief: Brief, random: Random) -> Proposal:
        assert brief.parent
        assert random
        if isinstance(self.answer, Exception):
            raise self.answer
        return cast("Proposal", self.answer)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "the proposer gave NoneType, not code"),
        (b"def encode", "the proposer gave bytes, not code"),
        (Proposal(cast("Any", None), "h"), "the proposer gave NoneType, not code"),
        (Proposal("", "h"), "the proposer gave no code"),
        (Proposal(" \n\t", "h", "out of tokens"), "out of tokens"),
        (Proposal("x" * 200, "h"), "the proposer gave 200 characters, too many for code"),
        (KeyError("choices"), "the proposer failed: KeyError: 'choices'"),
        (RuntimeError("\x1b[31mno\ud800"), "the proposer failed: RuntimeError: no"),
    ],
)
def test_no_code_is_a_failed_attempt_and_nothing_runs_in_its_place(
    answer: object, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    steps = len(house.sandbox.steps)
    monkeypatch.setattr(proposing, "LARGEST_PROPOSAL", 100)
    summary = house.loop_of(Answers(answer)).run(experiments=2, seed=1, jobs=1)
    assert len(house.sandbox.steps) == 2 * steps  # the champion's own measurement, twice
    assert [(e.status, e.stage, e.code) for e in summary.experiments] == [
        (FAILED, Stage.PROPOSE, None)
    ] * 2
    for event in house.queue.events:
        assert (event.error_message, event.findings[0].code) == (message, "no_code")


def test_what_a_proposer_raised_reaches_the_diagnosis(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    house.loop_of(Answers(TimeoutError("no answer in 60 s"))).run(experiments=1, seed=1, jobs=1)
    (event,) = house.queue.events
    (raised,) = event.exceptions
    assert (raised.type, raised.message) == ("TimeoutError", "no answer in 60 s")


def test_a_hypothesis_that_is_no_text_is_left_out(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    answer = Proposal(WORSE, cast("Any", {"idea": 1}))
    summary = house.loop_of(Answers(answer)).run(experiments=1, seed=1, jobs=1)
    assert summary.experiments[0].hypothesis == ""


@pytest.mark.parametrize(
    "error", [UnavailableError("no money"), NotNowError("busy"), StorageError("no answer")]
)
def test_who_cannot_be_asked_attempted_nothing_and_ends_the_run(
    error: ErrataError, tmp_path: Path
) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    with pytest.raises(type(error), match=str(error)):
        house.loop_of(Answers(error)).run(experiments=2, seed=1, jobs=2)
    assert len(house.store.items) == 1
    assert house.queue.events == []


class Busy(Answers):
    """Cannot be asked for the moment, the first few times."""

    def __init__(self, times: int, answer: Proposal) -> None:
        super().__init__(answer)
        self.times = times
        self.was_asked = threading.Event()

    def propose(self, brief: Brief, random: Random) -> Proposal:
        self.was_asked.set()
        self.times -= 1
        if self.times >= 0:
            raise NotNowError("busy")
        return super().propose(brief, random)


def test_who_cannot_be_asked_for_the_moment_is_waited_for(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    house.pace = Pace(patience_s=60)
    busy = Busy(2, Proposal(WORSE, "at last"))
    summary = house.loop_of(busy).run(experiments=1, seed=1, jobs=1)
    assert [e.hypothesis for e in summary.experiments] == ["at last"]


def test_a_stop_ends_the_wait(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    house.pace = Pace(patience_s=600)
    busy, stop = Busy(1_000_000, Proposal(WORSE, "never")), threading.Event()
    threading.Thread(target=lambda: busy.was_asked.wait() and stop.set()).start()
    summary = house.loop_of(busy).run(experiments=1, seed=1, jobs=1, stop=stop)
    assert summary.experiments == ()


def test_an_attempt_without_code_keeps_its_idea_its_price_and_its_finding(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop(WORSE).run(experiments=1, seed=1)
    answer = Proposal(
        "",
        "a wavelet",
        "cut off",
        expected_effect="-5 %",
        finding="proposer_timeout",
        cost_usd=0.07,
    )
    (attempt,) = house.loop_of(Answers(answer)).run(experiments=1, seed=1, jobs=1).experiments
    assert (attempt.hypothesis, attempt.expected_effect) == ("a wavelet", "-5 %")
    assert attempt.metrics == {"proposal_cost_usd": 0.07}
    assert house.queue.events[0].findings[0].code == "proposer_timeout"
