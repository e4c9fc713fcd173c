"""No axe violation in any state and theme, and each flow by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import PageOpener, Theme
from tests.e2e.browser.seed import Seeded

AXE = Path(__file__).parents[3] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STATES = {
    "overview": "",
    "experiments": "?view=experiments",
    "filtered": "?view=experiments&category=timeout&stage=encode&from=2026-01-01",
    "no match": "?view=experiments&stage=publish",
    "failure": "?view=experiments&exp={0.experiment_id}&failure={0.failure_id}",
    "groups": "?view=groups",
    "group": "?view=groups&group={0.fingerprint}",
    "parked": "?view=parked",
}


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong. Trusted Types refuse a script element, so it is evaluated."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {list(RULES)}}})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit: PageOpener, seeded: Seeded, state: str, theme: Theme) -> None:
    page = visit(STATES[state].format(seeded.crashed), theme=theme)
    settle(page)
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(visit: PageOpener, theme: Theme) -> None:
    visit.allow("401", "403")
    page = visit(theme=theme, signed_in=False)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(page) == []
    page = visit(theme=theme)
    page.get_by_role("button", name=re.compile("View “Failures per day” as table")).click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    assert violations(page) == []


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


def test_a_chosen_theme_stays(visit: PageOpener) -> None:
    page = visit(theme="light")
    button = page.get_by_role("button", name="Theme: system")
    button.click()
    page.get_by_role("button", name="Theme: light").click()
    page.reload()
    expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
