"""Every page at every width in both themes: nothing sticks out, and a picture of each is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.browser.conftest import PageOpener, Theme
from tests.e2e.browser.seed import Seeded

WIDTHS = {320: 900, 1280: 800, 1920: 1080}
PAGES = {
    "overview": "",
    "experiments": "?view=experiments",
    "failure": "?view=experiments&exp={0.experiment_id}&failure={0.failure_id}",
    "groups": "?view=groups",
    "group": "?view=groups&group={0.fingerprint}",
    "parked": "?view=parked",
}
STICKING_OUT = """() => [...document.querySelectorAll('#app *, dialog *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const scrolls = element.closest('.table-scroll, .log-lines, .code-lines, pre, thead');
  return !scrolls && box.width > 1 && box.right > innerWidth + 1 && !element.closest('.skip');
}).map((element) => element.outerHTML.slice(0, 120))"""


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_fits(
    visit: PageOpener, seeded: Seeded, artifacts: Path, name: str, width: int, theme: Theme
) -> None:
    address = PAGES[name].format(seeded.crashed)
    page = visit(address, theme=theme, width=width, height=WIDTHS[width])
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"{name}-{width}-{theme}.png")


def test_the_page_fits_at_four_hundred_percent(visit: PageOpener, seeded: Seeded) -> None:
    # 1280 by 800 pixels at 400 % are 320 by 200 CSS pixels (WCAG 1.4.10).
    page = visit(PAGES["failure"].format(seeded.hostile), width=320, height=200)
    page.wait_for_load_state("networkidle")
    assert_fits(page)
