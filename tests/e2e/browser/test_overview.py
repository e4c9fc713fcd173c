"""The start page: what died, where and when, and what a click on it does."""

import re

from playwright.sync_api import expect

from tests.e2e.browser.conftest import PageOpener


def test_a_click_on_the_chart_filters_and_back_takes_it_away(visit: PageOpener) -> None:
    page = visit()
    page.get_by_role("link", name=re.compile(r"\d+ Timeout at encode, filter")).click()
    expect(page).to_have_url(re.compile("category=timeout&stage=encode"))
    page.go_back()
    expect(page).to_have_url(visit.site_url)


def test_the_charts_are_also_tables(visit: PageOpener) -> None:
    page = visit()
    page.get_by_role("button", name="View “Failures by stage and category” as table").click()
    matrix = page.get_by_role("region", name="Failures by stage and category")
    cells = matrix.get_by_role("row", name="Timeout").get_by_role("cell")
    assert int(cells.last.inner_text()) >= 1
