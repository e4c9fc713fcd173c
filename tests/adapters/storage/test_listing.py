from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from errata.adapters.dynamodb import DynamoDbStore
from errata.errors import InvalidInputError
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, Order
from errata.taxonomy import Category, ExperimentStatus, Severity, Stage
from tests.support.aws import CREDENTIALS, deployed
from tests.support.samples import NOON, diagnosis, experiment, failure

TODAY = NOON.date()
LONG_AGO = TODAY - timedelta(days=120)
ALL = ExperimentQuery(first_day=LONG_AGO, last_day=TODAY)
CATEGORIES = (Category.TIMEOUT, Category.RUNTIME_ERROR)
SEVERITIES = (Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
STAGES = (Stage.ENCODE, Stage.DECODE, Stage.JUDGE)


def day(number: int) -> date:
    return TODAY - timedelta(days=number)


@pytest.fixture(scope="module")
def listed() -> Iterator[tuple[DynamoDbStore, list[Experiment]]]:
    """A store with experiments of all kinds on days with gaps between, and what it holds."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        with deployed() as cloud:
            store = DynamoDbStore(cloud.table)
            yield store, [put(store, number) for number in range(48)]


def put(store: DynamoDbStore, number: int) -> Experiment:
    """Store the n-th experiment: half fail and are diagnosed, the rest end in all other ways."""
    days_ago = (number // 8) ** 2 * 4  # 0, 4, 16, 36, 64 and 100 days ago
    running = experiment(number, started_at=NOON - timedelta(days=days_ago, minutes=number))
    store.start(running)
    if number % 2:
        event = failure(
            number,
            experiment_id=running.experiment_id,
            stage=STAGES[number % 3],
            occurred_at=running.started_at,
        )
        verdict = diagnosis(
            event, category=CATEGORIES[number % 4 // 2], severity=SEVERITIES[number % 3]
        )
        changes = {"stage": event.stage, "failure_id": event.failure_id}
        store.finish(running.model_copy(update={"status": ExperimentStatus.FAILED, **changes}))
        store.record(event, verdict)
    elif number % 8:
        status = (ExperimentStatus.ADOPTED, ExperimentStatus.ABANDONED)[number % 4 // 2]
        store.finish(running.model_copy(update={"status": status, "stage": Stage.JUDGE}))
    return store.experiment(running.experiment_id)


T = TypeVar("T", bound=StrEnum)


def optional(kind: type[T]) -> st.SearchStrategy[T | None]:
    return st.none() | st.sampled_from(kind)


queries = st.builds(
    ExperimentQuery,
    first_day=st.integers(0, 130).map(day),
    last_day=st.integers(0, 130).map(day),
    status=optional(ExperimentStatus),
    category=optional(Category),
    severity=optional(Severity),
    stage=optional(Stage),
    limit=st.integers(1, 30),
    order=st.sampled_from(Order),
)


def matches(query: ExperimentQuery, experiment: Experiment) -> bool:
    filters = ("status", "category", "severity", "stage")
    return query.first_day <= experiment.started_at.date() <= query.last_day and all(
        getattr(query, name) in (None, getattr(experiment, name)) for name in filters
    )


def pages(store: DynamoDbStore, query: ExperimentQuery) -> Iterator[tuple[Experiment, ...]]:
    for _ in range(100):
        page = store.experiments(query)
        yield page.items
        if page.cursor is None:
            return
        query = replace(query, cursor=page.cursor)
    pytest.fail("the pages have no end")


@given(query=queries)
@settings(max_examples=40)
def test_pages_hold_each_matching_experiment_once_in_order(
    listed: tuple[DynamoDbStore, list[Experiment]], query: ExperimentQuery
) -> None:
    store, experiments = listed
    expected = [it for it in experiments if matches(query, it)]
    expected.sort(key=lambda it: it.started_at, reverse=query.order is Order.NEWEST)

    found = list(pages(store, query))

    assert [it for page in found for it in page] == expected
    assert all(len(page) <= query.limit for page in found)


def test_a_full_last_page_has_no_cursor(
    listed: tuple[DynamoDbStore, list[Experiment]],
) -> None:
    store, experiments = listed
    page = store.experiments(replace(ALL, limit=len(experiments)))

    assert len(page.items) == len(experiments)
    assert page.cursor is None


@given(data=st.data())
@settings(max_examples=40)
def test_an_edited_cursor_is_refused(
    listed: tuple[DynamoDbStore, list[Experiment]], data: st.DataObject
) -> None:
    store, _ = listed
    cursor = store.experiments(replace(ALL, limit=3)).cursor
    assert cursor is not None
    place = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from("AZaz09-_=.é\x00 "))
    edited = cursor[:place] + letter + cursor[place + data.draw(st.integers(0, 1)) :]
    assume(edited != cursor)

    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.experiments(replace(ALL, cursor=edited))


@given(cursor=st.text(min_size=1))
@settings(max_examples=40)
def test_a_made_up_cursor_is_refused(
    listed: tuple[DynamoDbStore, list[Experiment]], cursor: str
) -> None:
    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        listed[0].experiments(replace(ALL, cursor=cursor))


@pytest.mark.parametrize(
    "other",
    [
        replace(ALL, status=ExperimentStatus.FAILED),
        replace(ALL, stage=Stage.ENCODE),
        replace(ALL, order=Order.OLDEST),
    ],
    ids=["status", "stage", "order"],
)
def test_a_cursor_belongs_to_its_question(
    listed: tuple[DynamoDbStore, list[Experiment]], other: ExperimentQuery
) -> None:
    store, _ = listed
    cursor = store.experiments(replace(ALL, limit=3)).cursor

    with pytest.raises(InvalidInputError, match=r"^cursor: "):
        store.experiments(replace(other, cursor=cursor))


def test_a_cursor_goes_on_when_the_days_have_moved_on(
    listed: tuple[DynamoDbStore, list[Experiment]],
) -> None:
    store, experiments = listed
    cursor = store.experiments(replace(ALL, limit=3)).cursor
    a_day = timedelta(days=1)
    later = replace(
        ALL, first_day=ALL.first_day + a_day, last_day=ALL.last_day + a_day, cursor=cursor
    )

    assert store.experiments(later).items[0] == experiments[3]


def test_a_cursor_from_the_oldest_on_goes_on_when_the_days_have_moved_on(
    listed: tuple[DynamoDbStore, list[Experiment]],
) -> None:
    """Those that left the days asked for meanwhile are passed over."""
    store, experiments = listed
    oldest_first = replace(ALL, order=Order.OLDEST)
    cursor = store.experiments(replace(oldest_first, limit=3)).cursor
    later = replace(oldest_first, first_day=TODAY - timedelta(days=70), cursor=cursor)

    found = store.experiments(later).items[0]

    assert found == min(
        (it for it in experiments if it.started_at.date() >= later.first_day),
        key=lambda it: it.started_at,
    )


def test_a_cursor_goes_on_with_another_page_size(
    listed: tuple[DynamoDbStore, list[Experiment]],
) -> None:
    store, experiments = listed
    first = store.experiments(replace(ALL, limit=3))
    rest = store.experiments(replace(ALL, limit=200, cursor=first.cursor))

    assert len(first.items) + len(rest.items) == len(experiments)
