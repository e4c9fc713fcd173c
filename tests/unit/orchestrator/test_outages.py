"""No attempt is lost, wherever the storage fails and whatever else goes wrong."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from errata.errors import StorageError
from errata.events import ArtifactRef
from errata.taxonomy import ExperimentStatus
from tests.unit.orchestrator.fakes import OpenSandbox
from tests.unit.orchestrator.house import ABANDONED, ADOPTED, BETTER, CRASHES, FAILED, WORSE, House

pytestmark = pytest.mark.usefixtures("without_vmaf")


class Outage:
    """Lets storage fail from one call on, before or after it took effect."""

    def __init__(self, house: House, at: int, *, after: bool, lasts: int = 1) -> None:
        self.calls = 0
        self._fails = range(at, at + lasts)
        self._after = after
        for port, names in (
            (house.store, ("start", "renew", "finish", "champion")),
            (house.artifacts, ("put",)),
            (house.queue, ("publish",)),
        ):
            for name in names:
                setattr(port, name, self._failing(getattr(port, name)))

    def over(self) -> None:
        self._fails = range(0)

    def _failing(self, call: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object, **named: object) -> object:
            self.calls += 1
            fails = self.calls in self._fails
            if fails and not self._after:
                raise StorageError("no answer")
            result = call(*arguments, **named)
            if fails:
                raise StorageError("the answer was lost")
            return result

        return wrapped


CALLS = 27
"""Of the run below: four experiments with their code, logs, measurements, events and outcomes."""


def run(house: House) -> None:
    house.loop(BETTER, WORSE, CRASHES).run(experiments=4, seed=1, jobs=1)


def assert_nothing_is_lost(house: House) -> None:
    experiments = house.store.items
    assert ExperimentStatus.RUNNING not in {e.status for e in experiments.values()}
    failed = {e.failure_id for e in experiments.values() if e.status is FAILED}
    assert failed == {event.failure_id for event in house.queue.events}
    refs: list[ArtifactRef | None] = [e.code for e in experiments.values()]
    refs += [e.measurements for e in experiments.values()]
    refs += [event.log for event in house.queue.events]
    assert set(house.artifacts.blobs) == {ref.key for ref in refs if ref}
    assert house.spool.depth().parcels == 0


def test_the_calls_below_are_all_there_are(tmp_path: Path) -> None:
    house = House(tmp_path)
    outage = Outage(house, at=0, after=False)
    run(house)
    assert outage.calls == CALLS


@pytest.mark.parametrize("lasts", [1, 1_000], ids=["once", "lasting"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_an_outage_at_any_call_loses_nothing(
    tmp_path: Path, at: int, after: bool, lasts: int
) -> None:
    house = House(tmp_path)
    outage = Outage(house, at, after=after, lasts=lasts)
    with suppress(StorageError):
        run(house)
    outage.over()
    house.let_leases_run_out()
    house.loop(WORSE).run(experiments=1, seed=1, jobs=1)
    assert_nothing_is_lost(house)


def test_an_adoption_that_was_not_stored_is_the_next_runs_champion(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.loop().run(experiments=1, seed=1, jobs=1)
    finish = house.store.finish

    def away(*_: object, **__: object) -> None:
        raise StorageError("no answer")

    house.store.finish = away  # type: ignore[method-assign] - the table goes away
    with pytest.raises(StorageError):
        house.loop(BETTER).run(experiments=1, seed=1, jobs=1)
    assert house.spool.depth().parcels == 1
    house.store.finish = finish  # type: ignore[method-assign] - and comes back
    again = house.loop(WORSE)
    again.run(experiments=1, seed=1, jobs=1)
    assert again.proposer.parents == [BETTER]


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
