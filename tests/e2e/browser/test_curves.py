"""The rate-distortion plane: marks that lead to their experiments, regions to ask about."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeded
from tests.e2e.browser.ways import MOST_TABS, asked, chart, drag, middle, tab_to


def mark(page: Page) -> Locator:
    """Return the mark pointed at, which is a link."""
    return chart(page, "Rate and distortion").get_by_role("link")


def test_a_mark_opens_its_experiment_by_mouse(visit: PageOpener) -> None:
    page = visit()
    # The first mark is of what was adopted; pointing at it brings up what it is.
    target = mark(page)
    x, y = middle(target)
    page.mouse.move(x + 3, y - 4)
    tip = page.locator(".tip")
    expect(tip).to_contain_text(re.compile(r"[\d.]+ kbit/s, [\d.]+ dB"))
    page.mouse.click(x + 3, y - 4)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert asked(page).keys() == {"exp"}
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(target).to_be_focused()


def test_a_mark_opens_its_experiment_by_keyboard(visit: PageOpener, seeded: Seeded) -> None:
    page = visit()
    target = mark(page)
    tab_to(page, target)
    page.keyboard.press("Home")
    names = set()
    for _ in range(MOST_TABS):
        names.add(target.get_attribute("aria-label"))
        if seeded.crashed.experiment_id in (target.get_attribute("href") or ""):
            break
        page.keyboard.press("ArrowRight")
    assert len(names) > 1
    expect(target).to_have_accessible_name(re.compile("not measured, at its parent"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Runtime error")
    page.keyboard.press("Escape")
    expect(target).to_be_focused()


def test_a_region_is_chosen_by_dragging(visit: PageOpener, seeded: Seeded) -> None:
    page = visit()
    plane = chart(page, "Rate and distortion")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    assert box
    right, bottom = box["x"] + box["width"] - 20, box["y"] + box["height"] - 45
    drag(page, (box["x"] + 45, box["y"] + 12), (right, bottom))
    expect(page.get_by_role("dialog")).to_be_hidden()
    chosen = page.get_by_role("group", name="The chosen region")
    expect(chosen).to_contain_text("experiments")
    chosen.get_by_role("link", name="What differs?").click()
    expect(page).to_have_url(re.compile("view=experiments"))
    ids = asked(page)["differs"].split(".")
    assert {seeded.adopted.experiment_id, seeded.crashed.experiment_id} <= set(ids)


def test_a_region_is_chosen_by_keyboard(visit: PageOpener) -> None:
    page = visit()
    tab_to(page, mark(page))
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    chosen = page.get_by_role("group", name="The chosen region")
    expect(chosen).to_be_visible()
    page.keyboard.press("Escape")
    expect(chosen).to_be_hidden()
    page.keyboard.press("Shift+End")
    tab_to(page, chosen.get_by_role("link", name="What differs?"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("differs="))
