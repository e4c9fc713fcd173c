import pytest

from errata.experiments import Experiment
from errata.story import told
from errata.telling import MOST_CHILDREN, gathered
from lambdas.admin_api.routes.story import HYPOTHESIS_LIMIT
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeArtifacts, FakeStore, experiment, record, ulid


@pytest.fixture
def dead(store: FakeStore, artifacts: FakeArtifacts) -> Experiment:
    """A failed experiment with a parent, and a repair that lived."""
    parent = experiment(status="adopted", code=artifacts.put("code", b"a = 1\n"))
    repair = experiment(status="adopted", hypothesis="Set qp first")
    proof = {"verified": "verified", "verified_by": repair.experiment_id}
    kept = record(proof)
    failed = experiment(
        experiment_id=kept.event.experiment_id,
        failure_id=kept.event.failure_id,
        parent_id=parent.experiment_id,
        code=artifacts.put("code", b"a = 2\n"),
    )
    repair = repair.model_copy(update={"repairs": failed.experiment_id})
    store.all_experiments = [parent, failed, repair]
    store.records = [kept]
    return failed


def story(client: Client, of: Experiment) -> dict:
    answer = client.get(f"/api/experiments/{of.experiment_id}/story")
    assert answer.status == 200, answer.json
    return answer.json


def test_a_story_tells_of_all_kin(client: Client, store: FakeStore, dead: Experiment) -> None:
    parent, _, repair = store.all_experiments

    answer = story(client, dead)

    assert answer["experiment"]["experiment_id"] == dead.experiment_id
    assert answer["failure"]["diagnosis"]["verified"] == "verified"
    assert answer["repair"]["experiment_id"] == repair.experiment_id
    assert [kin["experiment_id"] for kin in answer["ancestors"]] == [parent.experiment_id]
    assert [kin["repairs"] for kin in answer["children"]] == [dead.experiment_id]
    assert story(client, repair)["repaired"]["experiment_id"] == dead.experiment_id


def test_its_markdown_is_what_the_command_line_prints(
    client: Client, store: FakeStore, artifacts: FakeArtifacts, dead: Experiment
) -> None:
    printed = told(gathered(dead.experiment_id, store, store, artifacts))

    assert story(client, dead)["markdown"] == printed
    assert "-a = 1\n+a = 2" in printed


def test_kin_are_told_in_short_and_not_without_end(
    client: Client, store: FakeStore, dead: Experiment
) -> None:
    store.all_experiments += [
        experiment(parent_id=dead.experiment_id, hypothesis="x" * 2_000)
        for _ in range(MOST_CHILDREN + 5)
    ]
    answer = story(client, dead)
    assert (len(answer["children"]), answer["more_children"]) == (MOST_CHILDREN, True)
    assert {len(kin["hypothesis"]) for kin in answer["children"]} <= {HYPOTHESIS_LIMIT, 12}


def test_an_unknown_experiment_has_no_story(client: Client) -> None:
    answer = client.get(f"/api/experiments/{ulid()}/story")
    assert (answer.status, answer.error["code"]) == (404, "not_found")
