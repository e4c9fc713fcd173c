"""Two tabs of one person: what is chosen in one holds in the other, and so does signing out."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from infra.local.users import Credentials
from tests.e2e.browser.conftest import PageOpener, sign_in


def second_tab(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    return page


def test_signing_out_in_one_shows_in_the_other_at_its_next_request(
    visit: PageOpener, user: Credentials
) -> None:
    visit.allow("401", "403")
    first = visit(signed_in=False)
    sign_in(first, user)
    expect(first.get_by_role("navigation", name="Main")).to_be_visible()
    second = second_tab(first.context, visit.site_url + "?view=groups")
    expect(second.get_by_role("table", name="Groups")).to_be_visible()
    first.get_by_role("button", name="Sign out").click()
    expect(first.get_by_role("heading", name="Sign in")).to_be_visible()
    second.get_by_role("button", name="Refresh now").click()
    expect(second.get_by_text("Your session has ended")).to_be_visible()
    assert second.url == visit.site_url + "?view=groups"


def test_preferences_are_the_same_in_both(visit: PageOpener) -> None:
    first = visit("?view=groups")
    second = second_tab(first.context, visit.site_url + "?view=parked")
    first.get_by_role("button", name="Theme: system").click()
    expect(second.get_by_role("button", name="Theme: light")).to_be_visible()
    second.get_by_role("button", name=re.compile("^Times are UTC")).click()
    assert first.evaluate("localStorage['errata.zone']") == "local"


def test_who_one_is_and_what_one_may_is_in_sight(
    visit: PageOpener, visit_as_viewer: PageOpener
) -> None:
    expect(visit("?view=groups").locator(".user")).to_have_text(re.compile("admin\\s*admin"))
    expect(visit_as_viewer("?view=groups").locator(".user")).to_have_text(
        re.compile("viewer\\s*viewer")
    )
