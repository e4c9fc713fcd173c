"""Whatever a proposer answers: an attempt without code has failed at stage propose."""

from pathlib import Path
from random import Random
from typing import Any, cast

import pytest

from errata.taxonomy import Stage
from orchestrator import proposing
from orchestrator.proposers.port import Brief, Proposal
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
