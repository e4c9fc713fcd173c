"""Several proposers by turns: as often as asked for, named one by one, and one for another."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from errata.errors import StorageError
from orchestrator.proposers.mix import MixProposer
from orchestrator.proposers.port import (
    Brief,
    NothingLeftError,
    NotNowError,
    Proposal,
    UnavailableError,
)
from orchestrator.proposing import ask
from tests.unit.orchestrator.house import CRASHES, FAILED, WORSE, House, Script

pytestmark = pytest.mark.usefixtures("without_vmaf")
NOT_NOW, NEVER, NOTHING = NotNowError("busy"), UnavailableError("broke"), NothingLeftError("all")


class Member:
    """Proposes its own name, or cannot be asked."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name = name
        self.error = error

    def propose(self, brief: Brief, random: Random) -> Proposal:
        assert brief.parent
        assert random
        if self.error:
            raise self.error
        return Proposal(self.name, "")


def asked(mix: MixProposer, times: int = 1) -> Counter[str]:
    chance = Random(1)  # noqa: S311 - repeatable, guards nothing
    return Counter(ask(mix, Brief("x"), chance).proposer for _ in range(times))


def test_each_is_asked_as_often_as_its_share_says() -> None:
    counts = asked(MixProposer([(Member("a"), 3), (Member("b"), 1)]), times=400)
    assert counts["a"] + counts["b"] == 400
    assert 2 < counts["a"] / counts["b"] < 4.5


@pytest.mark.parametrize("error", [NOT_NOW, NEVER, NOTHING])
def test_who_cannot_be_asked_is_passed_over(error: Exception) -> None:
    mix = MixProposer([(Member("a", error), 9), (Member("b"), 1)])
    assert asked(mix, times=20) == {"b": 20}


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ([NOTHING, NOT_NOW, NEVER], NOT_NOW),
        ([NOTHING, NEVER], NEVER),
        ([NOTHING, NOTHING], NOTHING),
    ],
)
def test_when_nobody_can_be_asked_what_passes_is_told_first(
    errors: list[Exception], told: Exception
) -> None:
    mix = MixProposer([(Member(str(n), error), 1) for n, error in enumerate(errors)])
    with pytest.raises(type(told)) as caught:
        asked(mix)
    assert type(caught.value) is type(told)


def test_storage_that_does_not_answer_is_no_proposers_fault() -> None:
    with pytest.raises(StorageError):
        asked(MixProposer([(Member("a", StorageError("down")), 1)]))


def test_experiments_name_the_one_that_proposed(tmp_path: Path) -> None:
    house = House(tmp_path)
    mix = MixProposer([(Script(CRASHES, WORSE), 1), (Member("dud", ValueError("no")), 1)])
    summary = house.loop_of(mix).run(experiments=7, seed=5, jobs=1)
    assert summary.proposer == "mix"
    names = {e.proposer for e in summary.experiments if e.status is FAILED}
    assert names == {"script", "dud"}
