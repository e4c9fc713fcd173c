"""Ticking experiments: by mouse and by keyboard, over pages and refreshes; and what it is for."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import (
    allow_clipboard,
    clipboard,
    focus_row,
    ids,
    open_list,
    row,
    rows,
)
from tests.e2e.browser.seed import Seeded

PAGE = 50


def selected(page: Page, number: int) -> None:
    """Expect so many experiments to be selected."""
    words = f"{number} experiment{'' if number == 1 else 's'} selected"
    expect(page.get_by_role("region", name="Selection")).to_contain_text(words)


def test_a_tick_with_shift_reaches_to_the_one_before(visit: PageOpener) -> None:
    page = open_list(visit)
    boxes = rows(page).get_by_role("checkbox")
    boxes.nth(1).click()
    selected(page, 1)
    boxes.nth(4).click(modifiers=["Shift"])
    selected(page, 4)
    boxes.nth(2).click(modifiers=["Shift"])  # takes out what lies between
    selected(page, 1)


def test_all_on_the_page_are_ticked_and_outlast_paging_and_refreshing(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit, f"&limit={PAGE}")
    page.get_by_role("checkbox", name="Select all on this page").click()
    selected(page, PAGE)
    page.keyboard.press("r")
    selected(page, PAGE)
    page.get_by_role("button", name="Next").click()
    expect(row(page, seeded.newest)).to_have_count(0)
    selected(page, PAGE)
    expect(page.get_by_text(f"{PAGE} not on this page")).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    expect(row(page, seeded.newest).get_by_role("checkbox")).to_be_checked()
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_role("region", name="Selection")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Select all on this page")).to_be_focused()


def test_a_comparison_is_chosen_by_keyboard_alone(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit)
    focus_row(page, seeded.crashed)
    page.keyboard.press("x")
    selected(page, 1)
    page.keyboard.press("c")  # one is too few, and the page stays
    expect(page.get_by_role("status").filter(has_text="two to four")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("x")
    selected(page, 1)
    focus_row(page, seeded.timed_out)
    page.keyboard.press("x")
    page.keyboard.press("c")
    chosen = f"ids={seeded.crashed.experiment_id}%2C{seeded.timed_out.experiment_id}"
    expect(page).to_have_url(re.compile(f"view=compare.*{chosen}"))


def test_more_than_four_are_not_compared(visit: PageOpener) -> None:
    page = open_list(visit)
    boxes = rows(page).get_by_role("checkbox")
    boxes.nth(0).click()
    boxes.nth(4).click(modifiers=["Shift"])
    compare = page.get_by_role("button", name="Compare")
    expect(compare).to_have_attribute("aria-disabled", "true")
    expect(compare).to_have_attribute("title", re.compile("4 experiments at most"))
    boxes.nth(4).click()
    compare.click()
    expect(page).to_have_url(re.compile("view=compare"))


def test_ids_are_copied_one_a_line(visit: PageOpener) -> None:
    page = open_list(visit)
    allow_clipboard(page)
    boxes = rows(page).get_by_role("checkbox")
    boxes.nth(0).click()
    boxes.nth(2).click()
    first, _, third = ids(page)[:3]
    page.get_by_role("button", name="Copy the ids").click()
    expect(page.get_by_role("status").filter(has_text="Copied the ids")).to_have_count(1)
    assert clipboard(page).split("\n") == [first, third]


def test_keys_work_while_a_box_has_the_focus_but_not_in_a_field(visit: PageOpener) -> None:
    page = open_list(visit)
    rows(page).get_by_role("checkbox").nth(0).focus()
    page.keyboard.press("x")
    selected(page, 1)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.opens") == ids(page)[1]
    page.keyboard.press("/")
    page.keyboard.type("x")
    selected(page, 1)
