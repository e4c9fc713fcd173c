"""The figures of docs/scaling.md: computed, not written; and in proportion."""

import pytest

from infra import template
from infra.scaling import (
    BEGIN,
    PAGE,
    RATES,
    Figures,
    first_bottlenecks,
    machines,
    monthly_usd,
    tables,
)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.read()


def test_the_page_says_what_is_computed(figures: Figures) -> None:
    written = PAGE.read_text().partition(BEGIN)[2]

    assert tables(figures) in written, "run `make generate`"


def test_what_is_used_costs_in_proportion(figures: Figures) -> None:
    few, many = monthly_usd(figures, 100), monthly_usd(figures, 10_000)

    for service in ("DynamoDB", "S3", "SQS"):
        assert many[service] == pytest.approx(100 * few[service])


def test_a_failure_a_minute_costs_mostly_the_machine(figures: Figures) -> None:
    costs = monthly_usd(figures, 1)

    assert machines(figures, 1) == 1
    assert costs["EC2"] > sum(costs.values()) / 2


def test_the_model_never_costs_more_than_its_budget(figures: Figures) -> None:
    assert monthly_usd(figures, 10_000)["Claude"] <= 31 * figures.usage["daily_budget_usd"]


def test_each_rate_names_what_is_met_first(figures: Figures) -> None:
    met = {rate: first_bottlenecks(figures, rate) for rate in RATES}

    assert met[1][0].what == "one machine's two processors"
    assert len(met[1]) == 1
    for rate, limits in met.items():
        assert [limit.per_minute for limit in limits] == sorted(it.per_minute for it in limits)
        assert all(limit.per_minute < rate for limit in limits[:-1])
    assert "the partition of a day's experiments" in {limit.what for limit in met[10_000]}


def test_every_alarm_of_the_stack_is_paid_for(figures: Figures) -> None:
    kinds = [resource["Type"] for resource in template.load()["Resources"].values()]

    assert figures.usage["alarms"] == kinds.count("AWS::CloudWatch::Alarm")


def test_every_price_and_limit_says_where_it_is_from(figures: Figures) -> None:
    assert all("](" in source for source in figures.source.values())
    assert all(limit.why and limit.how_to_raise for limit in figures.limits)
