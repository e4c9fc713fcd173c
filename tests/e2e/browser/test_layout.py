"""Every page at every width in both themes: nothing sticks out, and a picture of each is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import PageOpener, Theme
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.looks import WIDTHS, assert_fits
from tests.e2e.browser.places import PAGES, STATES, address
from tests.e2e.browser.seed import Seeded


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page_name", PAGES)
def test_the_page_fits(
    visit: PageOpener,
    seeded: Seeded,
    exhibits: Exhibits,
    artifacts: Path,
    page_name: str,
    width: int,
    theme: Theme,
) -> None:
    where = address(page_name, seeded, exhibits)
    page = visit(where, theme=theme, width=width, height=WIDTHS[width])
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"{page_name}-{width}-{theme}.png")


@pytest.mark.parametrize("state", STATES)
def test_the_state_fits_where_there_is_little_room(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, state: str
) -> None:
    page = visit(address(state, seeded, exhibits), width=320, height=900)
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"state-{state.replace(' ', '-')}.png")


@pytest.mark.parametrize("page_name", PAGES)
def test_the_page_fits_at_four_hundred_percent(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, page_name: str
) -> None:
    # 1280 by 800 pixels at 400 % are 320 by 200 CSS pixels (WCAG 1.4.10).
    page = visit(address(page_name, seeded, exhibits), width=320, height=200)
    page.wait_for_load_state("networkidle")
    assert_fits(page)


@pytest.mark.parametrize("page_name", PAGES)
def test_the_page_keeps_its_shape_without_its_colours(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, page_name: str
) -> None:
    page = visit("?view=parked")
    page.emulate_media(forced_colors="active")
    page.goto(visit.site_url + address(page_name, seeded, exhibits))
    expect(page.locator("main, dialog[open]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"{page_name}-forced-colours.png")
