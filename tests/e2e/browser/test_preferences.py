"""What a person prefers: chosen in the header, and kept by the browser."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeded


def test_a_chosen_theme_stays(visit: PageOpener) -> None:
    page = visit(theme="light")
    button = page.get_by_role("button", name="Theme: system")
    button.click()
    page.get_by_role("button", name="Theme: light").click()
    page.reload()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_times_are_those_of_utc_until_one_asks_for_ones_own(
    visit: PageOpener, seeded: Seeded
) -> None:
    started = seeded.crashed.started_at
    page = visit("?view=experiments", timezone="Asia/Kolkata")
    row = page.get_by_role("row").filter(
        has=page.locator(f'[title="{seeded.crashed.experiment_id}"]')
    )
    time = row.locator("time").first
    expect(time).to_have_text(started.strftime("%Y-%m-%d %H:%M:%S"))
    page.get_by_role("button", name="Times are UTC. Show them as UTC+05:30").click()
    local = started + timedelta(hours=5, minutes=30)
    expect(time).to_have_text(local.strftime("%Y-%m-%d %H:%M:%S"))
    expect(page.get_by_role("columnheader", name=re.compile("Started.*UTC.05:30"))).to_be_visible()
    page.reload()
    expect(time).to_have_text(local.strftime("%Y-%m-%d %H:%M:%S"))
