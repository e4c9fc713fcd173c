"""Every page at every width in both themes: nothing sticks out, and a picture of each is kept."""

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from errata.taxonomy import GroupStatus
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.looks import WIDTHS, assert_fits, photograph
from tests.e2e.browser.places import PAGES, STATES, address
from tests.e2e.browser.seed import Seeded

ZOOMED = ViewportSize(width=320, height=200)
"""CSS pixels that 1280 by 800 are at 400 % (WCAG 1.4.10)."""


@pytest.mark.parametrize("page_name", PAGES)
def test_the_page_fits(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, page_name: str
) -> None:
    page = visit(address(page_name, seeded, exhibits))
    page.wait_for_load_state("networkidle")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        photograph(page, artifacts / f"{page_name}-{width}.png")
    page.set_viewport_size(ZOOMED)
    assert_fits(page)


@pytest.mark.parametrize("state", STATES)
def test_the_state_fits_where_there_is_little_room(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, state: str
) -> None:
    page = visit(address(state, seeded, exhibits), width=320, height=900)
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"state-{state.replace(' ', '-')}.png")


@pytest.mark.parametrize("page_name", PAGES)
def test_the_page_keeps_its_shape_without_its_colours(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, page_name: str
) -> None:
    page = visit(address(page_name, seeded, exhibits))
    page.emulate_media(forced_colors="active")
    expect(page.locator("main, dialog[open]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"{page_name}-forced-colours.png")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_stands_around_pages_fits(
    visit: PageOpener,
    visit_as_viewer: PageOpener,
    exhibits: Exhibits,
    artifacts: Path,
    width: int,
) -> None:
    size = {"width": width, "height": WIDTHS[width]}
    visit.allow("401", "403")
    page = visit(signed_in=False, **size)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    photograph(page, artifacts / f"sign-in-{width}.png")

    page = visit("?view=parked", **size)
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    photograph(page, artifacts / f"help-{width}.png")

    page = visit(f"?view=groups&group={exhibits.groups[GroupStatus.OPEN]}", **size)
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("region", name="Last decision")).to_be_visible()
    photograph(page, artifacts / f"undo-{width}.png")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Mute")).to_be_visible()

    page = visit_as_viewer("?view=groups", **size)
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    photograph(page, artifacts / f"groups-viewer-{width}.png")
