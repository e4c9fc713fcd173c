from concurrent.futures import ThreadPoolExecutor

from errata.adapters.dynamodb import DynamoDbStore
from errata.learning import OTHERS, Death, Outcome
from errata.taxonomy import GroupStatus
from tests.support.aws import Cloud
from tests.support.samples import NOON, diagnosis, experiment, failure, ulid

GROUP, OTHER = "v2-" + "a" * 32, "v2-" + "b" * 32
CONSTRUCT = "c" * 64


def test_outcomes_add_up_by_kind_and_target(store: DynamoDbStore) -> None:
    assert list(store.arms()) == []
    store.credit(Outcome("units/STEP", adopted=True))
    store.credit(Outcome("units/BASE", died_of=GROUP))
    store.credit(Outcome("delete"))
    first, second = store.arms()
    assert (first.operator, first.tally.rejected) == ("delete", 1)
    assert (second.operator, second.updates) == ("units", 2)
    assert second.tally.deaths == {GROUP: 1}
    assert second.targets["STEP"].adopted == 1
    assert second.targets["BASE"].deaths == {GROUP: 1}


def test_no_outcome_is_lost_between_orchestrators(cloud: Cloud) -> None:
    table = cloud.table

    def credit(_: int) -> None:
        DynamoDbStore(table).credit(Outcome("units", died_of=OTHERS))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(credit, range(12)))
    (arm,) = DynamoDbStore(table).arms()
    assert arm.updates == 12


def test_of_a_construct_the_last_death_is_known(store: DynamoDbStore) -> None:
    deaths = [
        Death(known_by=CONSTRUCT, experiment_id=ulid(number=n), fingerprint=group)
        for n, group in enumerate((GROUP, OTHER))
    ]
    for death in deaths:
        store.remember([death])
    assert list(store.deaths([CONSTRUCT, CONSTRUCT, "d" * 64])) == [deaths[1]]
    assert list(store.deaths([])) == []


def test_verdicts_and_groups_are_read_by_key(store: DynamoDbStore) -> None:
    running = experiment(1)
    store.start(running)
    assert [e.fingerprint for e in store.verdicts([running.experiment_id, ulid(number=7)])] == [
        None
    ]
    known = diagnosis(died := failure(1))
    store.record(died, known)
    store.set_group_status(known.fingerprint, GroupStatus.RESOLVED, by="ann", at=NOON)
    groups = store.known_groups([known.fingerprint, OTHER])
    assert [g.status for g in groups.values()] == [GroupStatus.RESOLVED]
