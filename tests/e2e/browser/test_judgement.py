"""What people must know of a verdict: that it is disputed, or that the model was not asked."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from errata.adapters.budget import DailyBudget
from errata.diagnosis import Dispute, Verdict
from errata.taxonomy import Category, GroupStatus, Severity, Source, Stage
from infra.local.outputs import StackOutputs
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeder
from tests.support import samples

FINGERPRINT = "v1-" + "d" * 32


@pytest.fixture
def budget(stack: StackOutputs) -> Iterator[DailyBudget]:
    table = stack.session().resource("dynamodb").Table(stack.table)
    budget = DailyBudget(table, 5.0, lambda: datetime.now(UTC))
    yield budget
    budget.reserve(0.0)


def test_a_spent_budget_is_said_on_every_page(visit: PageOpener, budget: DailyBudget) -> None:
    notice = "Today's budget for the model is spent"
    page = visit()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(notice)).to_have_count(0)

    budget.exhaust()

    page.get_by_role("button", name="Refresh now").click()
    expect(page.get_by_text(notice)).to_be_visible()
    expect(visit("?view=groups").get_by_text(notice)).to_be_visible()


def test_a_disputed_verdict_shows_both_sides(visit: PageOpener, seeder: Seeder) -> None:
    experiment = seeder.start("Divide by the number of blocks")
    event = samples.failure(
        failure_id=experiment.experiment_id,
        experiment_id=experiment.experiment_id,
        occurred_at=datetime.now(UTC),
    )
    other = Verdict(
        category=Category.RESOURCE_ERROR,
        severity=Severity.HIGH,
        stage=Stage.ENCODE,
        root_cause="Memory ran out, says <b>the rule</b>.",
        fix_suggestion="Allocate less.",
        confidence=0.96,
    )
    dispute = Dispute(source=Source.PATTERNS, rule="memory", verdict=other)
    diagnosis = samples.diagnosis(event, fingerprint=FINGERPRINT, dispute=dispute)
    seeder.store.record(event, diagnosis)

    page = visit(f"?view=experiments&exp={event.experiment_id}&failure={event.failure_id}")

    side = page.locator(".verdict-dispute")
    expect(side).to_contain_text("resource error, with a confidence of 0.96")
    expect(side).to_contain_text("Memory ran out, says <b>the rule</b>.")


def test_what_was_decided_on_a_group_is_shown(visit: PageOpener, seeder: Seeder) -> None:
    event = samples.failure(
        7, failure_id=samples.ulid(datetime.now(UTC), 7), occurred_at=datetime.now(UTC)
    )
    fingerprint = "v1-" + "e" * 32
    cause = "A group somebody muted."
    seeder.store.record(event, samples.diagnosis(event, fingerprint=fingerprint, root_cause=cause))
    seeder.store.set_group_status(fingerprint, GroupStatus.MUTED, by="ada", at=datetime.now(UTC))

    page = visit("?view=groups")

    expect(page.get_by_role("row", name=cause)).to_contain_text("Muted")
    page.get_by_role("link", name=cause).click()
    expect(page.get_by_text("Muted by ada")).to_be_visible()
