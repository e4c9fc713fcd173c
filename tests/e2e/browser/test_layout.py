"""Every page at every width in either theme: nothing sticks out, and axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from errata.taxonomy import GroupStatus
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.looks import WIDTHS, assert_fits, photograph, violations
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
    assert violations(page) == []
    assert_fits_everywhere(page, artifacts / f"{page_name}.png")
    page.set_viewport_size(ZOOMED)
    assert_fits(page)
    # Its shape tells as much without its colours.
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(forced_colors="active")
    assert_fits(page)
    page.screenshot(path=artifacts / f"{page_name}-forced-colours.png")


@pytest.mark.parametrize("state", STATES)
def test_the_state_fits_where_there_is_little_room(
    visit: PageOpener, seeded: Seeded, exhibits: Exhibits, artifacts: Path, state: str
) -> None:
    page = visit(address(state, seeded, exhibits), width=320, height=900)
    page.wait_for_load_state("networkidle")
    assert_fits(page)
    page.screenshot(path=artifacts / f"state-{state.replace(' ', '-')}.png")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(page) == []


def test_what_stands_around_pages_fits(
    visit: PageOpener, visit_as_viewer: PageOpener, exhibits: Exhibits, artifacts: Path
) -> None:
    visit.allow("401", "403")
    page = visit(signed_in=False)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert_fits_everywhere(page, artifacts / "sign-in.png")

    page = visit("?view=parked")
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_fits_everywhere(page, artifacts / "help.png")

    page = visit(f"?view=groups&group={exhibits.groups[GroupStatus.OPEN]}")
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_role("region", name="Last decision")).to_be_visible()
    assert_fits_everywhere(page, artifacts / "undo.png")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Mute")).to_be_visible()

    page = visit_as_viewer("?view=groups")
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    assert_fits_everywhere(page, artifacts / "groups-viewer.png")


def assert_fits_everywhere(page: Page, picture: Path) -> None:
    """Nothing sticks out at any width, in either theme; keep a picture of each."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        photograph(page, picture.with_stem(f"{picture.stem}-{width}"))
