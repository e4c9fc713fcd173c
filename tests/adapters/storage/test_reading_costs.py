"""What a page costs: reads of the table, counted at boto3's own events."""

from dataclasses import replace
from datetime import timedelta

from errata.adapters.dynamodb import DynamoDbStore
from errata.experiments import Experiment
from errata.ports import ExperimentQuery
from errata.taxonomy import ExperimentStatus, GroupStatus, Source, Stage
from tests.support.aws import Cloud
from tests.support.samples import NOON, diagnosis, experiment, failure

ALL = ExperimentQuery(first_day=NOON.date() - timedelta(days=120), last_day=NOON.date())


class Reads:
    """Counts what a store asks of the table."""

    def __init__(self, cloud: Cloud) -> None:
        table = cloud.table
        self.store = DynamoDbStore(table)
        self.calls = 0
        self.rows = 0
        table.meta.client.meta.events.register("after-call.dynamodb", self._count)

    def _count(self, parsed: dict[str, int], **_: object) -> None:
        self.calls += 1
        self.rows += parsed.get("ScannedCount", 0)


def test_a_page_costs_the_same_whatever_is_stored(cloud: Cloud) -> None:
    reads = Reads(cloud)
    costs = []
    for number in range(200):
        days, minutes = number % 5, number
        reads.store.start(
            experiment(number, started_at=NOON - timedelta(days=days, minutes=minutes))
        )
        if number + 1 in {50, 200}:
            reads.calls = reads.rows = 0
            assert len(reads.store.experiments(replace(ALL, limit=5)).items) == 5
            costs.append((reads.calls, reads.rows))

    assert costs[0] == costs[1]


def test_what_an_index_narrows_by_reads_hardly_more_than_is_shown(cloud: Cloud) -> None:
    reads = Reads(cloud)
    for number in range(60):
        reads.store.start(experiment(number, started_at=NOON - timedelta(minutes=number)))
    query = replace(ALL, status=ExperimentStatus.RUNNING, limit=5)
    reads.rows = 0
    assert len(reads.store.experiments(query).items) == 5
    assert reads.rows <= 5 + 1 + 1  # one more tells whether there are more, and one the days


def test_a_filter_that_finds_nothing_ends_within_its_budget(cloud: Cloud) -> None:
    """Each page may come back short, but none reads without bound."""
    reads = Reads(cloud)
    oldest = experiment(1, started_at=NOON - timedelta(days=101), stage=Stage.PROPOSE)
    reads.store.start(oldest)
    for number in range(100):
        reads.store.start(experiment(number, started_at=NOON - timedelta(days=number)))

    query = replace(ALL, stage=Stage.PROPOSE)
    found: list[Experiment] = []
    for _ in range(20):
        reads.calls = reads.rows = 0
        page = reads.store.experiments(query)
        assert reads.calls <= 50
        found += page.items
        if page.cursor is None:
            break
        query = replace(query, cursor=page.cursor)

    assert found == [oldest]


def test_digests_of_a_month_are_one_query_however_much_failed(cloud: Cloud) -> None:
    reads = Reads(cloud)
    first, last = NOON.date().replace(day=1), NOON.date()
    costs = []
    for number in range(30):
        event = failure(number)
        reads.store.record(event, diagnosis(event, source=[*Source][number % 4], cost_usd=0.01))
        if number + 1 in {5, 30}:
            reads.calls = reads.rows = 0
            assert sum(it.count for it in reads.store.digests(first, last)[0].counts) == number + 1
            costs.append((reads.calls, reads.rows))

    assert costs[0] == costs[1] == (1, 1)


def test_a_page_of_groups_of_a_status_looks_at_no_others(cloud: Cloud) -> None:
    reads = Reads(cloud)
    for number in range(20):
        event = failure(number, occurred_at=NOON + timedelta(minutes=number))
        reads.store.record(event, diagnosis(event, fingerprint=f"v1-{number:032x}"))
    muted = f"v1-{3:032x}"
    reads.store.set_group_status(muted, GroupStatus.MUTED, by="ada", at=NOON)

    reads.calls = reads.rows = 0
    page = reads.store.groups(limit=10, status=GroupStatus.MUTED)

    assert [it.fingerprint for it in page.items] == [muted]
    assert (reads.calls, reads.rows) == (1, 1)
