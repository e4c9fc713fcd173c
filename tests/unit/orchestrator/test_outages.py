"""No attempt is lost, wherever the storage fails and whatever else goes wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from errata.errors import StorageError
from errata.taxonomy import ExperimentStatus
from tests.unit.orchestrator.fakes import OpenSandbox
from tests.unit.orchestrator.house import ABANDONED, ADOPTED, BETTER, CRASHES, WORSE, House

pytestmark = pytest.mark.usefixtures("without_vmaf")


class Outage:
    """Lets storage fail at one call, before or after it took effect."""

    def __init__(self, house: House, at: int, *, after: bool) -> None:
        self.calls = 0
        self._at, self._after = at, after
        for port, names in (
            (house.store, ("start", "finish")),
            (house.artifacts, ("put",)),
            (house.queue, ("publish",)),
        ):
            for name in names:
                setattr(port, name, self._failing(getattr(port, name)))

    def _failing(self, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object) -> object:
            self.calls += 1
            fails = self.calls == self._at
            if fails and not self._after:
                raise StorageError("no answer")
            result = call(*arguments)
            if fails:
                raise StorageError("the answer was lost")
            return result

        return wrapped


CALLS = 19
"""Of the run below: four experiments with their code, logs, measurements, events and outcomes."""


def run(house: House) -> None:
    house.loop(BETTER, WORSE, CRASHES).run(experiments=4, seed=1, jobs=1)


def test_the_calls_below_are_all_there_are(tmp_path: Path) -> None:
    house = House(tmp_path)
    outage = Outage(house, at=0, after=False)
    run(house)
    assert outage.calls == CALLS


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_an_outage_at_any_call_loses_no_attempt(tmp_path: Path, at: int, after: bool) -> None:
    house = House(tmp_path)
    Outage(house, at, after=after)
    with pytest.raises(StorageError):
        run(house)
    house.loop(WORSE).run(experiments=1, seed=1, jobs=1)
    outcomes = {e.experiment_id: e.status for e in house.store.items.values()}
    assert ExperimentStatus.RUNNING not in outcomes.values()
    assert list(house.folder.iterdir()) == []
    for event in house.queue.events:
        assert event.experiment_id in outcomes


def test_an_unforeseen_error_ends_the_run_but_not_without_an_outcome(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop().run(experiments=1, seed=1)

    def fall_over() -> None:
        if len(house.sandbox.steps) >= 13:
            raise OSError(24, "Too many open files")

    house.sandbox = OpenSandbox(fall_over)
    with pytest.raises(OSError, match="Too many open files"):
        house.loop(BETTER).run(experiments=2, seed=1, jobs=1)
    assert [e.status for e in house.store.items.values()] == [ADOPTED, ABANDONED]
