"""When the server is down, slow, or no longer knows who asks: on every page, nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from errata.taxonomy import GroupStatus
from infra.local.users import Credentials
from tests.e2e.browser.conftest import PageOpener, sign_in
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.places import PAGES, address
from tests.e2e.browser.seed import Seeded

EVERYTHING = re.compile("/api/")
DATA = re.compile("/api/(stats|experiments|groups|curves|parked)")
PROBLEM = {"error": {"code": "unavailable", "message": "a store did not answer"}}
NOT_SIGNED_IN = ("401", "403")
LISTS = ("overview", "experiments", "groups", "group", "compare")


def content(page: Page) -> str:
    """Return what a page tells, without the hours and counts that may change meanwhile."""
    text = page.locator("main").inner_text()
    return re.sub(r"[\d:]+", "0", text)


def settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator(".skeleton")).to_have_count(0)


def test_a_server_that_is_down_is_said_to_be_and_tried_again(visit: PageOpener) -> None:
    visit.allow("ERR_FAILED")
    page = visit("?view=parked")
    page.route(EVERYTHING, lambda route: route.abort())
    page.reload()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Could not load the dashboard: the server could not be reached")
    page.unroute(EVERYTHING)
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Parked messages")).to_be_visible()


@pytest.mark.parametrize("place", LISTS)
def test_what_was_there_stays_when_it_cannot_be_loaded_anew(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, place: str
) -> None:
    visit.allow("503")
    page = visit(address(place, seeded, exhibits))
    settled(page)
    before = page.locator("main table, main article").first.inner_text()
    page.route(DATA, lambda route: route.fulfill(status=503, json=PROBLEM))
    page.get_by_role("button", name="Refresh now").click()
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("a store did not answer")
    assert page.locator("main table, main article").first.inner_text() == before
    page.unroute(DATA)
    alert.get_by_role("button", name="Try again").click()
    page.keyboard.press("r")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("place", PAGES)
def test_a_slow_server_is_waited_for_and_nothing_jumps(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, place: str
) -> None:
    page = visit("?view=parked")
    held: list[Route] = []
    page.route(DATA, lambda route: held.append(route))
    page.goto(visit.site_url + address(place, seeded, exhibits))
    expect(page.locator(".skeleton, .card[aria-busy=true]").first).to_be_attached()
    while held or page.locator(".skeleton, .waiting").count():
        while held:
            held.pop().continue_()
        page.wait_for_timeout(50)
    page.unroute(DATA)
    while held:  # what is asked for only after the rest
        held.pop().continue_()
    settled(page)
    expect(page.locator("main h1, dialog h1, dialog h2").first).to_be_attached()


@pytest.mark.parametrize("place", PAGES)
def test_a_session_that_ends_is_taken_up_where_it_was(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, user: Credentials, place: str
) -> None:
    visit.allow(*NOT_SIGNED_IN)
    where = address(place, seeded, exhibits)
    page = visit(where)
    settled(page)
    heading = page.locator("h1").first.inner_text()
    at = page.url
    page.context.clear_cookies()
    page.keyboard.press("r")
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    assert page.url == at
    sign_in(page, user)
    expect(page.get_by_role("navigation", name="Main")).to_be_attached()
    expect(page.locator("h1").first).to_have_text(heading)
    assert page.url == at


def test_a_decision_of_someone_no_longer_signed_in_is_not_lost_from_sight(
    visit: PageOpener, exhibits: Exhibits, user: Credentials
) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit(f"?view=groups&group={exhibits.groups[GroupStatus.OPEN]}")
    mute = page.get_by_role("button", name="Mute")
    expect(mute).to_be_visible()
    page.context.clear_cookies()
    mute.click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    sign_in(page, user)
    expect(page.get_by_text("stays as it was")).to_be_visible()
    expect(mute).to_be_visible()
