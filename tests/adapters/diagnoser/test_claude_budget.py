"""The day's money: never overrun, settled to the cent, renewed at midnight."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_dynamodb.service_resource import Table

from errata.adapters.budget import DailyBudget, Reservation
from errata.adapters.claude.prices import PRICES, Usage, price_of
from errata.errors import ModelUnavailableError, StorageError
from errata.ports import Case, Spending
from tests.adapters.diagnoser.conftest import NOW, Claude
from tests.support.anthropic_server import answer_all, message, refused

MakeCase = Callable[..., Case]


def test_reservations_together_never_pass_the_limit(table: Table) -> None:
    budget = DailyBudget(table, 1.0, lambda: NOW)
    granted = [budget.reserve(0.3) for _ in range(5)]
    assert [reservation is not None for reservation in granted] == [True] * 3 + [False] * 2

    budget.settle(Reservation("2026-11-21", 0.3), 0.1)
    assert budget.reserve(0.3) is not None
    assert budget.reserve(0.01) is None


def test_a_call_dearer_than_the_whole_day_is_never_granted(table: Table) -> None:
    assert DailyBudget(table, 0.0, lambda: NOW).reserve(0.000_001) is None
    assert DailyBudget(table, 1.0, lambda: NOW).reserve(1.01) is None


def test_a_spent_budget_asks_nobody_until_midnight(claude: Claude, case: MakeCase) -> None:
    model = claude.make(limit_usd=0.01)
    # The first one costs a hundred times what was set aside for it.
    claude.server.respond = lambda _: message("{}", input_tokens=90_000, output_tokens=2_000)
    with pytest.raises(ModelUnavailableError, match="invalid_json"):
        model.diagnose([case()], deadline_s=10)
    assert claude.spent_usd() == pytest.approx(0.01)

    claude.server.respond = answer_all
    with pytest.raises(ModelUnavailableError) as caught:
        model.diagnose([case()], deadline_s=10)
    assert (caught.value.reason, caught.value.upgradeable) == ("budget_spent", True)
    assert len(claude.server.requests) == 1

    claude.now = NOW + timedelta(hours=12)
    assert len(model.diagnose([case()], deadline_s=10)) == 1


def test_people_are_told_what_is_spent_and_when_there_is_no_more(
    claude: Claude, case: MakeCase
) -> None:
    def today(limit_usd: float = 5.0) -> Spending:
        return DailyBudget(claude.table, limit_usd, lambda: claude.now).today()

    assert today() == Spending("2026-11-21", 0.0, 5.0)
    claude.make().diagnose([case()], deadline_s=10)
    assert today().spent_usd == pytest.approx(1_000 * 0.10e-6 + 200 * 0.50e-6)
    assert today().exhausted_at is None

    with pytest.raises(ModelUnavailableError, match="budget_spent"):
        claude.make(limit_usd=0.0001).diagnose([case()], deadline_s=10)
    assert today(0.0001).exhausted_at == NOW

    # A larger budget, or another day, and all is well.
    claude.make().diagnose([case()], deadline_s=10)
    assert today().exhausted_at is None
    claude.now = NOW + timedelta(hours=12)
    assert today() == Spending("2026-11-22", 0.0, 5.0)


def test_a_useless_answer_is_paid_for_and_a_refused_request_is_not(
    claude: Claude, case: MakeCase
) -> None:
    model = claude.make()
    claude.server.respond = lambda _: message("{}", stop_reason="max_tokens")
    with pytest.raises(ModelUnavailableError):
        model.diagnose([case()], deadline_s=10)
    paid = 1_000 * 0.10e-6 + 200 * 0.50e-6
    assert claude.spent_usd() == pytest.approx(paid)
    assert claude.reports[0].cost_usd == pytest.approx(paid)

    claude.server.respond = lambda _: refused(400)
    with pytest.raises(ModelUnavailableError):
        model.diagnose([case()], deadline_s=10)
    assert claude.spent_usd() == pytest.approx(paid)


def test_a_call_given_up_counts_its_worst_case(claude: Claude, case: MakeCase) -> None:
    claude.server.respond = lambda _: None
    with pytest.raises(ModelUnavailableError, match="timeout"):
        claude.make().diagnose([case()], deadline_s=0.5)
    assert 0 < claude.spent_usd() < 0.01


def test_without_its_table_nothing_is_spent(claude: Claude, case: MakeCase) -> None:
    model = claude.make()
    claude.table.delete()
    with pytest.raises(ModelUnavailableError) as caught:
        model.diagnose([case()], deadline_s=10)
    assert (caught.value.reason, caught.value.upgradeable) == ("budget_unknown", True)
    assert claude.server.requests == []


def test_a_lost_settlement_loses_no_answer(
    claude: Claude, case: MakeCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise StorageError("no answer") from ClientError({}, "UpdateItem")

    monkeypatch.setattr(DailyBudget, "settle", lost)
    assert len(claude.make().diagnose([case()], deadline_s=10)) == 1


def test_a_long_prompt_costs_more_with_haiku() -> None:
    haiku = price_of("claude-haiku-5-5")
    assert haiku.usd(Usage(input_tokens=100_000)) == pytest.approx(0.01)
    assert haiku.usd(Usage(input_tokens=90_000, cache_read_tokens=10_001)) == pytest.approx(
        5 * (90_000 * 0.10e-6 + 10_001 * 0.01e-6)
    )


@pytest.mark.parametrize(
    ("model", "price"),
    [
        ("claude-haiku-5-5-20261007", PRICES["claude-haiku-5-5"]),
        ("anthropic.claude-sonnet-5-5", PRICES["claude-sonnet-5-5"]),
        ("eu.anthropic.claude-sonnet-5-v1:0", PRICES["claude-sonnet-5"]),
        ("claude-of-tomorrow", PRICES["claude-fable-5-1"]),
    ],
)
def test_every_model_id_has_a_price_and_an_unknown_one_the_highest(
    model: str, price: object
) -> None:
    assert price_of(model) is price
