"""Ways to use a page: by mouse, and by keyboard alone."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_TABS = 200

Follow = Callable[[Page, Locator], None]


def by_mouse(_page: Page, target: Locator) -> None:
    target.click()


def by_keyboard(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


both_ways = pytest.mark.parametrize("follow", [by_mouse, by_keyboard])


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    target.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError("Tab does not lead there")


def drag(page: Page, one: tuple[float, float], other: tuple[float, float]) -> None:
    page.mouse.move(*one)
    page.mouse.down()
    page.mouse.move(*other, steps=8)
    page.mouse.up()


def middle(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def chart(page: Page, name: str) -> Locator:
    """Return the drawing of a chart, once it is drawn."""
    drawing = page.get_by_role("group", name=name, exact=True)
    expect(drawing).to_be_visible()
    return drawing


def asked(page: Page) -> dict[str, str]:
    """Return the parts of the page's address."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}
