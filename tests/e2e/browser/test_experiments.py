"""The list: what it shows, how it is narrowed, and that its address says it all."""

import re

from playwright.sync_api import Locator, Page, expect

from errata.experiments import Experiment
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import OLDER, Seeded

PAGE = 50


def rows(page: Page) -> Locator:
    return page.get_by_role("table", name="Experiments").locator("tbody tr")


def row(page: Page, experiment: Experiment) -> Locator:
    return rows(page).filter(has=page.locator(f'[title="{experiment.experiment_id}"]'))


def test_a_row_tells_what_was_tried_what_it_scored_and_why_it_failed(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit("?view=experiments")
    adopted = row(page, seeded.adopted)
    expect(adopted).to_contain_text("Adopted")
    expect(adopted).to_contain_text("Start from the plain block codec")
    expect(adopted).to_contain_text("410.0")  # mean of 1000 - 20 qp over the four points
    expect(adopted).to_contain_text("30.50")
    expect(adopted).to_contain_text("\N{MINUS SIGN}4.13")
    failed = row(page, seeded.timed_out)
    badge = failed.get_by_role("link", name="Medium timeout, open the analysis of experiment")
    expect(badge).to_have_text("Medium")
    expect(failed).to_contain_text("Timeout")
    assert seeded.timed_out.root_cause
    expect(failed).to_contain_text(seeded.timed_out.root_cause[:40])


def test_filters_are_in_the_address_and_survive_a_reload(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    page.get_by_role("combobox", name="Status", exact=True).select_option("adopted")
    expect(page).to_have_url(visit.site_url + "?view=experiments&status=adopted")
    expect(row(page, seeded.crashed)).to_have_count(0)
    page.reload()
    expect(row(page, seeded.adopted)).to_be_visible()
    expect(row(page, seeded.crashed)).to_have_count(0)


def test_no_match_is_told_from_nothing_yet(visit: PageOpener) -> None:
    page = visit("?view=experiments&stage=publish")
    expect(page.get_by_role("heading", name="No experiment matches")).to_be_visible()
    page.locator(".empty").get_by_role("button", name="Clear filters").click()
    expect(rows(page).first).to_be_visible()
    page = visit("?view=experiments&from=2020-01-01&to=2020-01-02")
    expect(page.get_by_role("heading", name="No experiment matches")).to_be_visible()


def test_pages_go_forth_and_back(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(f"?view=experiments&limit={PAGE}")
    expect(rows(page)).to_have_count(PAGE)
    expect(row(page, seeded.newest)).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(row(page, seeded.newest)).to_have_count(0)
    assert OLDER + 5 - PAGE <= rows(page).count() <= PAGE
    page.get_by_role("button", name="Previous").click()
    expect(row(page, seeded.newest)).to_be_visible()


def test_an_experiment_is_found_by_its_id(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("nonsense\n")
    expect(page.get_by_role("alert")).to_contain_text("26 letters and digits")
    page.get_by_label("Find an experiment").fill(seeded.crashed.experiment_id.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Failure analysis")).to_be_visible()


def test_when_the_api_fails_the_rows_stay_and_retrying_helps(
    visit: PageOpener, seeded: Seeded
) -> None:
    visit.allow("503")
    page = visit("?view=experiments")
    expect(row(page, seeded.crashed)).to_be_visible()
    answer = '{"error": {"code": "unavailable", "message": "a store did not answer"}}'
    page.route(
        re.compile("/api/experiments"),
        lambda route: route.fulfill(status=503, content_type="application/json", body=answer),
    )
    page.get_by_role("button", name="Refresh now").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Could not load the experiments: a store did not answer")
    expect(row(page, seeded.crashed)).to_be_visible()
    page.unroute(re.compile("/api/experiments"))
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(0)
    expect(row(page, seeded.crashed)).to_be_visible()
