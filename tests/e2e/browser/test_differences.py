"""What sets some experiments apart from the rest, and where that leads."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import focus_row, open_list, row, rows
from tests.e2e.browser.seed import Seeded


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="What differs?")


def test_what_was_selected_is_held_against_the_rest(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit)
    for experiment in (seeded.timed_out, seeded.crashed):
        row(page, experiment).get_by_role("checkbox").click()
    page.get_by_role("region", name="Selection").get_by_role("button", name="What differs?").click()
    expect(panel(page)).to_contain_text("2 selected experiments against the rest")
    stage = panel(page).get_by_role("table", name=re.compile("^Stage"))
    encode = stage.get_by_role("row", name=re.compile("Encode"))
    expect(encode).to_contain_text("100 %")
    page.reload()
    expect(encode).to_contain_text("100 %")  # the address says it all
    encode.get_by_role("link", name="Only stage Encode").click()
    expect(page).to_have_url(re.compile("stage=encode"))
    expect(panel(page)).to_have_count(0)
    expect(row(page, seeded.newest)).to_have_count(0)
    page.go_back()
    expect(encode).to_be_visible()


def test_a_filter_is_explained_by_keyboard_alone(visit: PageOpener) -> None:
    page = open_list(visit, "&category=timeout")
    ask = page.get_by_role("button", name="What differs?").first
    ask.focus()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="What differs?")).to_be_focused()
    expect(panel(page)).to_contain_text("what passes the filters against the rest of these days")
    expect(panel(page).get_by_role("table", name=re.compile("^Category"))).to_have_count(0)
    expect(panel(page).get_by_role("table", name=re.compile("^Severity"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    expect(ask).to_be_focused()


def test_a_value_that_is_no_filter_says_why(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit, f"&differs={seeded.crashed.experiment_id}")
    group = panel(page).get_by_role("listitem").filter(has_text=re.compile("^Group"))
    expect(group).to_contain_text("Not a filter of the list; each group has a page of its own.")
    expect(panel(page)).to_contain_text("kept by status, stage, category and severity")
    group.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("view=groups&group=v"))


def test_without_a_filter_it_says_what_to_do(visit: PageOpener) -> None:
    page = open_list(visit, "&differs=filters")
    expect(panel(page)).to_contain_text("Set a filter first, or select experiments")
    panel(page).get_by_role("button", name="Close").click()
    expect(panel(page)).to_have_count(0)


def test_days_that_hold_nothing_are_told_so(visit: PageOpener) -> None:
    page = open_list(visit, "&differs=2020-01-01.2020-01-02")
    expect(panel(page)).to_contain_text("the days 2020-01-01 to 2020-01-02")
    expect(panel(page)).to_contain_text("widen the days or clear a filter")


def test_when_the_api_fails_the_list_stays_and_retrying_helps(
    visit: PageOpener, seeded: Seeded
) -> None:
    visit.allow("503")
    page = open_list(visit)
    answer = '{"error": {"code": "unavailable", "message": "a store did not answer"}}'
    page.route(
        re.compile("/api/differences"),
        lambda route: route.fulfill(status=503, content_type="application/json", body=answer),
    )
    focus_row(page, seeded.crashed)
    page.keyboard.press("x")
    page.get_by_role("region", name="Selection").get_by_role("button", name="What differs?").click()
    expect(panel(page).get_by_role("alert")).to_contain_text("Could not load the differences")
    expect(rows(page).first).to_be_visible()
    page.unroute(re.compile("/api/differences"))
    panel(page).get_by_role("button", name="Try again").click()
    expect(panel(page).get_by_role("table").first).to_be_visible()
