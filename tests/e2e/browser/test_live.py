"""Live refresh: what is new comes in without disturbing who reads or works on the page."""

import re

from playwright.sync_api import Page, Request, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeded, Seeder

LONGEST_WAIT_MS = 40_000
VERSION = re.compile("/api/version")


def let_time_pass(page: Page) -> None:
    """Let more time pass in the page than lies between two polls."""
    page.clock.run_for(LONGEST_WAIT_MS)


def let_poll(page: Page) -> None:
    """Let time pass until the page has polled, which its status line tells."""
    status = page.locator(".status-line p")
    before = status.inner_text()
    let_time_pass(page)
    expect(status).not_to_have_text(before)


def is_poll(request: Request) -> bool:
    return VERSION.search(request.url) is not None


def open_list(visit: PageOpener, address: str = "?view=experiments") -> Page:
    page = visit("?view=parked")
    page.clock.install()
    page.goto(visit.site_url + address)
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    return page


def test_new_rows_wait_and_neither_focus_nor_scroll_moves(
    visit: PageOpener, seeded: Seeded, seeder: Seeder
) -> None:
    page = open_list(visit)
    target = page.locator(f'a.badge[data-opens="{seeded.timed_out.experiment_id}"]')
    target.focus()
    page.evaluate("scrollTo(0, 300)")
    place = target.bounding_box()
    new = seeder.new_failure("It came while the page was open")
    let_poll(page)
    show = page.get_by_role("button", name=re.compile(r"\d+ new — show"))
    expect(show).to_be_visible()
    expect(page.get_by_text("It came while the page was open")).to_have_count(0)
    expect(target).to_be_focused()
    assert target.bounding_box() == place
    show.click()
    page.clock.run_for(1_000)
    expect(page.get_by_text("It came while the page was open")).to_be_visible()
    expect(page.locator(f'[data-opens="{new.experiment_id}"]')).to_be_focused()


def test_a_row_that_changes_is_patched_in_place(visit: PageOpener, seeder: Seeder) -> None:
    waiting = seeder.fail_unexplained("Explained while the page was open")
    page = open_list(visit)
    row = page.locator("tbody tr", has_text="Explained while the page was open")
    expect(row).to_contain_text("Analysis pending")
    link = row.locator("a.id")
    link.focus()
    seeder.explain(waiting)
    let_poll(page)
    expect(row.get_by_role("link", name="Medium timeout")).to_be_visible()
    expect(link).to_be_focused()


def test_polling_rests_while_a_detail_is_open_and_can_be_turned_off(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit)
    polls: list[Request] = []
    page.on("request", lambda request: polls.extend([request] if is_poll(request) else []))
    let_poll(page)
    assert polls
    page.locator(f'[data-opens="{seeded.crashed.experiment_id}"]').click()
    expect(page.get_by_role("dialog")).to_be_visible()
    polls.clear()
    let_time_pass(page)
    assert polls == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Live")).click()
    expect(page).to_have_url(re.compile("live=off"))
    polls.clear()
    let_time_pass(page)
    assert polls == []


def test_when_the_server_falls_silent_the_page_says_so(visit: PageOpener) -> None:
    visit.allow("ERR_FAILED")
    page = open_list(visit)
    page.route(VERSION, lambda route: route.abort())
    stale = page.get_by_role("button", name=re.compile("^Stale"))
    for _ in range(20):  # each failure doubles the wait
        let_time_pass(page)
        if stale.is_visible():
            break
    expect(stale).to_be_visible()
    expect(page.locator(".status-line .stale")).to_contain_text("ago")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
