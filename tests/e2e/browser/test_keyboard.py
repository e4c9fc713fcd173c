"""By keyboard alone: keys, focus that goes along, and what is told of it to those who listen."""

import re

from playwright.sync_api import expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeded


def test_a_failure_is_read_by_keyboard_alone(visit: PageOpener) -> None:
    page = visit("?view=experiments&status=failed")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.dataset.opens")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.opens") == first
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Failure analysis")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        # The focus may pass through the browser's own controls, but never through the page behind.
        assert page.evaluate("document.activeElement.closest('main') === null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.opens") == first


def test_help_lists_the_keys_and_can_turn_them_off(visit: PageOpener) -> None:
    page = visit("?view=experiments")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    page.keyboard.press("?")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_first_tab_stop_skips_to_the_content(visit: PageOpener) -> None:
    page = visit("?view=experiments")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert "#" not in page.url


def test_every_page_that_is_gone_to_is_announced_and_takes_the_focus(visit: PageOpener) -> None:
    page = visit()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_attached()
    expect(page.locator("body")).to_be_focused()
    for name, title in (
        ("Experiments", "Experiments"),
        ("Groups", "Groups"),
        ("Parked", "Parked messages"),
        ("Overview", "Overview"),
    ):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name=title)).to_be_focused()
        expect(page.get_by_role("status").last).to_have_text(f"Page: {title}")
        expect(page).to_have_title(re.compile(f"^{name}"))


def test_the_help_names_every_key(visit: PageOpener) -> None:
    page = visit()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    keys = dialog.locator("kbd").all_inner_texts()
    assert {"/", "j", "k", "x", "c", "y", "r", "?", "Enter", "Esc"} <= set(keys)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_two_are_compared_and_held_against_each_other(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(f"?view=compare&ids={seeded.adopted.experiment_id}")
    expect(page.get_by_role("heading", name="Nothing to compare it with")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(f"{seeded.crashed.experiment_id}\n")
    verdict = page.get_by_role("link", name="High runtime error")
    expect(verdict).to_be_visible()
    baseline = page.get_by_role("button", name="Baseline: B")
    expect(baseline).to_have_attribute("aria-pressed", "false")
    while not baseline.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(baseline).to_have_attribute("aria-pressed", "true")
    expect(baseline).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(verdict).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Failure analysis")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_y_copies_the_link_of_any_page(visit: PageOpener, seeded: Seeded) -> None:
    where = f"?view=groups&group={seeded.crashed.fingerprint}"
    page = visit(where)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    page.keyboard.press("y")
    expect(page.get_by_role("status").last).to_have_text("Copied the link to what is on screen.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(visit.site_url + where)
    page.goto(copied)
    expect(page.get_by_role("heading", level=1, name=re.compile("^Group "))).to_be_attached()
