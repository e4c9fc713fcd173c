"""Saved views: addresses with a name, each person's own."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import allow_clipboard, clipboard, open_list


def open_menu(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Views").click()
    expect(page.get_by_label("Name for what is on screen")).to_be_visible()


def test_a_view_is_saved_opened_renamed_deleted_and_had_back(visit: PageOpener) -> None:
    page = open_list(visit, "&range=7&status=failed")
    allow_clipboard(page)
    open_menu(page)
    page.get_by_label("Name for what is on screen").fill("Failed lately")
    page.get_by_role("button", name="Save", exact=True).click()
    views = page.get_by_role("list", name="Saved views")
    expect(views.get_by_role("link", name="Failed lately")).to_be_visible()

    page = open_list(visit)
    allow_clipboard(page)
    open_menu(page)
    views = page.get_by_role("list", name="Saved views")
    page.get_by_role("button", name="Copy the link to Failed lately").click()
    expect(page.get_by_role("status").filter(has_text="Copied the link")).to_have_count(1)
    assert clipboard(page) == visit.site_url + "?view=experiments&status=failed&range=7"
    views.get_by_role("link", name="Failed lately").click()
    expect(page).to_have_url(visit.site_url + "?view=experiments&status=failed&range=7")

    open_menu(page)
    page.get_by_role("button", name="Rename Failed lately").click()
    page.get_by_label("New name for Failed lately").fill("Failed this week")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(views.get_by_role("link", name="Failed this week")).to_be_focused()
    expect(views.get_by_role("link", name="Failed lately")).to_have_count(0)

    page.get_by_role("button", name="Delete Failed this week").click()
    expect(views.get_by_role("link", name="Failed this week")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(views.get_by_role("link", name="Failed this week")).to_be_focused()
    page.get_by_role("button", name="Delete Failed this week").click()
    expect(page.get_by_text("Deleted Failed this week")).to_be_visible()


def test_a_view_is_saved_and_opened_by_keyboard_alone(visit: PageOpener) -> None:
    page = open_list(visit, "&severity=high")
    page.get_by_role("button", name="Views").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Name for what is on screen")
    expect(field).to_be_visible()
    while not field.evaluate("field => field === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("Only the high ones\n")
    opener = page.get_by_role("link", name="Only the high ones")
    expect(opener).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Views")).to_be_focused()
    page.goto(visit.site_url + "?view=experiments")
    page.get_by_role("button", name="Views").focus()
    page.keyboard.press("Enter")
    expect(opener).to_be_visible()
    while not opener.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("severity=high"))


def test_a_name_the_api_does_not_take_is_refused_in_words(visit: PageOpener) -> None:
    visit.allow("422")
    page = open_list(visit)
    open_menu(page)
    page.get_by_label("Name for what is on screen").fill("<script>")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not changed")
    expect(page.get_by_label("Name for what is on screen")).to_have_value("<script>")
