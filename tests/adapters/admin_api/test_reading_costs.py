"""What charts and questions about many experiments read, counted at boto3's own events."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from errata.adapters.dynamodb import DynamoDbStore
from errata.adapters.dynamodb.experiments import started
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus
from lambdas.admin_api.rates import CallerLimits
from lambdas.admin_api.routes.differences import MOST, PAGE
from lambdas.admin_api.services import Services
from tests.support.aws import Cloud
from tests.support.samples import NOON, experiment, ulid
from tests.unit.admin_api.client import Client
from tests.unit.admin_api.fakes import FakeArtifacts, FakeBudget, FakeRates
from tests.unit.admin_api.signing_in import FakeSignIn

FAR = 2**40
"""An expiry in seconds since 1970."""
PAGE_CALLS = 2
"""Queries that a full page costs: which days have experiments, and one day's."""


class Counted:
    """The API on a table that counts what is asked of it."""

    def __init__(self, cloud: Cloud) -> None:
        self.table = cloud.table
        self.store = store = DynamoDbStore(self.table)
        limits = CallerLimits(FakeRates(), writes=60, costly_reads=300)
        others = (FakeArtifacts(), FakeBudget(), FakeSignIn(""), limits)
        self.client = Client(Services(*(store,) * 6, *others, clock=lambda: NOON))
        self.calls = 0
        self.table.meta.client.meta.events.register("after-call.dynamodb", self._count)

    def _count(self, **_: object) -> None:
        self.calls += 1

    def fill(self, numbers: range) -> Sequence[str]:
        """Store failed experiments, one a second up to noon, and return their ids."""
        items = [
            experiment(
                started_at=NOON - timedelta(seconds=number),
                status=ExperimentStatus.FAILED,
                metrics={"kbps": float(number)},
                points=[{"kbps": 1.0 + number, "psnr_y_db": 30.0}],
            )
            for number in numbers
        ]
        self._put(items)
        self.calls = 0
        return [item.experiment_id for item in items]

    def _put(self, items: Sequence[Experiment]) -> None:
        first, *others = items
        self.store.start(first)  # which marks the day
        with self.table.batch_writer() as batch:
            for item in others:
                batch.put_item(Item=started(item, FAR))

    def ask(self, selected: dict[str, object]) -> dict[str, object]:
        answer = self.client.post("/api/differences", {"selected": selected, "rest": {}})
        assert answer.status == 200, answer.json
        return answer.json


@pytest.fixture
def api(cloud: Cloud) -> Counted:
    return Counted(cloud)


def test_curves_cost_the_same_however_much_failed(api: Counted) -> None:
    costs = []
    for numbers in (range(200), range(200, 1_000)):
        api.fill(numbers)
        told = api.client.get("/api/curves").json
        assert (len(told["failed"]), told["truncated"]) == (90, True)
        costs.append(api.calls)
    assert costs[0] == costs[1] <= 2 * PAGE_CALLS + 1  # failed, adopted, and who reigns


def test_differences_look_at_a_thousand_on_either_side(api: Counted) -> None:
    api.fill(range(MOST + PAGE))
    told = api.ask({"status": "failed"})
    assert (told["selected"], told["sampled"]) == (MOST, True)
    assert api.calls == 2 * PAGE_CALLS * MOST // PAGE


def test_the_selected_who_are_not_among_the_rest_are_read_together(api: Counted) -> None:
    stored = api.fill(range(MOST + PAGE))
    old, new = stored[-150:], stored[:40]
    told = api.ask({"experiment_ids": [*old, *new, ulid(NOON, 1)]})
    assert (told["selected"], told["rest"]) == (190, MOST - 40)
    assert api.calls == PAGE_CALLS * MOST // PAGE + 2  # a batch takes 100
