"""What opens around the list: nothing sticks out, axe finds nothing, and a picture is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import open_list, row, rows
from tests.e2e.browser.looks import WIDTHS, photograph, violations
from tests.e2e.browser.seed import Seeded


def choose_columns(page: Page, _seeded: Seeded) -> None:
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Duration").check()


def name_a_view(page: Page, _seeded: Seeded) -> None:
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name for what is on screen").fill("A name of " + "fifty " * 8)


def take_away(page: Page, _seeded: Seeded) -> None:
    page.get_by_role("button", name="Export").first.click()


def pin_and_select(page: Page, seeded: Seeded) -> None:
    row(page, seeded.adopted).locator(".row-pin").click()
    for number in (1, 2):
        rows(page).get_by_role("checkbox").nth(number).click()
    expect(page.get_by_role("region", name="Selection")).to_be_visible()


def ask_what_differs(page: Page, seeded: Seeded) -> None:
    row(page, seeded.crashed).get_by_role("checkbox").click()
    page.get_by_role("button", name="What differs?").last.click()
    expect(page.get_by_role("region", name="What differs?").get_by_role("table")).not_to_have_count(
        0
    )


STATES: dict[str, Callable[[Page, Seeded], None]] = {
    "columns": choose_columns,
    "views": name_a_view,
    "export": take_away,
    "baseline": pin_and_select,
    "differences": ask_what_differs,
}


@pytest.mark.parametrize("name", STATES)
def test_what_opens_around_the_list(
    visit: PageOpener, seeded: Seeded, artifacts: Path, name: str
) -> None:
    # Few rows, for axe looks at each of them.
    page = open_list(visit, "" if name == "baseline" else "&status=failed")
    STATES[name](page, seeded)
    page.wait_for_load_state("networkidle")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        photograph(page, artifacts / f"list-{name}-{width}.png")
    assert violations(page) == []
