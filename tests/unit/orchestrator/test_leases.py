from pathlib import Path

import pytest

from errata.errors import StorageError
from errata.taxonomy import Stage
from tests.unit.orchestrator.town import CRASH, LEASE, Town, start


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_a_new_experiment_is_its_owners_for_the_length_of_a_lease(town: Town) -> None:
    office = town.office()
    lease = town.store.leases[start(office).experiment_id]
    assert lease.owner == office.leases.owner
    assert LEASE * 0.9 < lease.until - town.now() <= LEASE


def test_renewing_prolongs_it_and_tells_the_stage(town: Town) -> None:
    office = town.office()
    name = start(office).experiment_id
    office.leases.hold(name, Stage.MEASURE)
    town.ahead = LEASE / 2
    before = town.store.leases[name].until
    office.leases.renew()
    assert town.store.leases[name].until > before
    assert town.store.stages[name] is Stage.MEASURE


def test_an_experiment_with_an_outcome_is_held_no_more(town: Town) -> None:
    office = town.office()
    experiment = start(office)
    assert office.leases.holds(experiment.experiment_id)
    office.publisher.fail(experiment, CRASH)
    assert not office.leases.holds(experiment.experiment_id)


def test_one_whose_outcome_is_not_delivered_is_still_held(town: Town) -> None:
    office = town.office()
    experiment = start(office)
    town.queue.down = True
    office.publisher.fail(experiment, CRASH)
    assert office.leases.holds(experiment.experiment_id)


def test_a_lease_that_was_lost_is_not_taken_back(town: Town) -> None:
    office, other = town.office(), town.office()
    name = start(office).experiment_id
    town.ahead = 2 * LEASE
    other.catch_up()
    office.leases.renew()
    assert office.leases.is_lost(name)
    office.leases.hold(name, Stage.DECODE)
    assert not office.leases.holds(name)
    office.leases.renew()


def test_one_lease_that_cannot_be_renewed_does_not_keep_others_from_it(town: Town) -> None:
    office = town.office()
    first, second = start(office, b"x = 1"), start(office, b"x = 2")
    renew, town.ahead = town.store.renew, LEASE / 2

    def flaky(experiment_id: str, *rest: object) -> None:
        if experiment_id == first.experiment_id:
            raise StorageError("no answer")
        renew(experiment_id, *rest)  # type: ignore[arg-type] - as given

    town.store.renew = flaky  # type: ignore[method-assign,assignment] - fails once
    until = town.store.leases[second.experiment_id].until
    with pytest.raises(StorageError):
        office.leases.renew()
    assert town.store.leases[second.experiment_id].until > until
