"""No axe violation while pages load, where nothing could be loaded, and in what opens."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from errata.taxonomy import GroupStatus
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.looks import violations
from tests.e2e.browser.places import PAGES, address
from tests.e2e.browser.seed import Seeded

DATA = re.compile("/api/(stats|experiments|groups|curves|learned|parked)")
"""What pages show, as opposed to who is there."""
PROBLEM = {"error": {"code": "unavailable", "message": "a store did not answer"}}


@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_nothing_where_nothing_could_be_loaded(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, place: str
) -> None:
    visit.allow("503")
    page = visit("?view=parked")
    page.route(DATA, lambda route: route.fulfill(status=503, json=PROBLEM))
    page.goto(visit.site_url + address(place, seeded, exhibits))
    expect(page.get_by_role("alert").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_nothing_while_loading(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, place: str
) -> None:
    page = visit("?view=parked")
    held: list[Route] = []
    page.route(DATA, lambda route: held.append(route))
    page.goto(visit.site_url + address(place, seeded, exhibits))
    expect(page.get_by_role("navigation", name="Main")).to_be_attached()
    assert violations(page) == []
    page.unroute_all(behavior="ignoreErrors")


def test_axe_finds_nothing_for_a_viewer(visit_as_viewer: PageOpener) -> None:
    page = visit_as_viewer("?view=groups")
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    assert violations(page) == []


def test_axe_finds_nothing_in_what_opens(visit: PageOpener) -> None:
    visit.allow("401", "403")
    page = visit(signed_in=False)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(page) == []
    page = visit()
    show_tables(page)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert violations(page) == []


def show_tables(page: Page) -> None:
    """Let every chart in view be a table."""
    as_table = page.get_by_role("button", name=re.compile("^View “.+” as table"))
    expect(as_table.first).to_be_visible()
    for button in as_table.all():
        button.click()


def test_axe_finds_nothing_in_a_decision_just_taken(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(f"?view=groups&group={exhibits.groups[GroupStatus.OPEN]}")
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("region", name="Last decision")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("^Reopened by"))).to_be_visible()
