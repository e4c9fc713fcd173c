"""Stories and what was learnt, from the table the template makes: what they cost to read."""

from datetime import timedelta

from errata.adapters.dynamodb import DynamoDbStore
from errata.experiments import Experiment
from errata.learning import Outcome
from errata.taxonomy import ExperimentStatus, Verification
from errata.telling import MOST_ANCESTORS, MOST_CHILDREN
from tests.adapters.admin_api.test_reading_costs import Counted
from tests.support.aws import Cloud
from tests.support.samples import FINGERPRINT, NOON, diagnosis, experiment, failure, ulid


def line(store: DynamoDbStore, length: int) -> list[Experiment]:
    """Store experiments each of which was made from the one before, a second apart."""
    members: list[Experiment] = []
    for number in range(length):
        at = NOON + timedelta(seconds=number)
        parent = members[-1].experiment_id if members else None
        members.append(experiment(number, started_at=at, parent_id=parent))
        store.start(members[-1])
    return members


def test_a_story_costs_the_same_however_many_kin_there_are(cloud: Cloud) -> None:
    api = Counted(cloud)
    *_, last = line(api.store, MOST_ANCESTORS + 5)
    costs = []
    for children in (MOST_CHILDREN + 1, 10):
        for _ in range(children):
            at = NOON + timedelta(minutes=1 + len(costs))
            api.store.start(experiment(api.calls, started_at=at, parent_id=last.experiment_id))
        api.calls = 0
        told = api.client.get(f"/api/experiments/{last.experiment_id}/story").json
        assert len(told["ancestors"]) == MOST_ANCESTORS
        assert (len(told["children"]), told["more_children"]) == (MOST_CHILDREN, True)
        costs.append(api.calls)
    assert costs[0] == costs[1] <= MOST_ANCESTORS + 3  # itself, who its children are, and they


def test_a_story_tells_what_a_repair_has_shown(cloud: Cloud) -> None:
    api = Counted(cloud)
    event = failure()
    dead = experiment(
        status=ExperimentStatus.FAILED,
        experiment_id=event.experiment_id,
        failure_id=event.failure_id,
    )
    repair = experiment(1, repairs=dead.experiment_id)
    api.store.start(dead)
    api.store.start(repair)
    proof = {"verified": Verification.VERIFIED, "verified_by": repair.experiment_id}
    api.store.record(event, diagnosis(event, **proof))

    told = api.client.get(f"/api/experiments/{dead.experiment_id}/story").json

    assert told["failure"]["diagnosis"]["verified"] == "verified"
    assert told["repair"]["experiment_id"] == repair.experiment_id
    assert [kin["experiment_id"] for kin in told["children"]] == [repair.experiment_id]
    assert "**Verified.**" in told["markdown"]
    assert api.client.get(f"/api/experiments/{ulid(number=9)}/story").status == 404


def test_what_was_learnt_costs_the_same_however_much_was_tried(cloud: Cloud) -> None:
    api = Counted(cloud)
    costs = []
    for tries in (2, 20):
        for number in range(tries):
            event = failure(number + 100 * tries)
            api.store.record(event, diagnosis(event))
            died_of = FINGERPRINT if number % 4 == 1 else None
            api.store.credit(Outcome(f"swap/T{number}", adopted=True, died_of=died_of))
        api.calls = 0
        told = api.client.get("/api/learned").json
        costs.append(api.calls)
    (arm,) = told["arms"]
    assert arm["operator"] == "swap"
    assert arm["adopted"] > arm["died"] > 0
    assert arm["groups"][0]["root_cause"].startswith("Two planes")
    assert costs[0] == costs[1] <= 5  # arms, their groups, repairs, elites, days with skipped ones
