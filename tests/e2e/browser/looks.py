"""How a page looks: what axe-core finds wrong with it, and what sticks out of it."""

from pathlib import Path

from playwright.sync_api import Page

WIDTHS = {320: 900, 1280: 800, 1920: 1080}
"""Widths, each with a height."""
AXE = Path(__file__).parents[3] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STICKING_OUT = """() => [...document.querySelectorAll('#app *, dialog *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const scrolls = element.closest(
    '.table-scroll, .log-lines, .code-lines, .compare-columns, pre, thead');
  return !scrolls && box.width > 1 && box.right > innerWidth + 1 && !element.closest('.skip');
}).map((element) => element.outerHTML.slice(0, 120))"""


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong. Trusted Types refuse a script element, so it is evaluated."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {list(RULES)}}})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


def assert_fits(page: Page) -> None:
    """Nothing is wider than the page, but for what scrolls in a box of its own."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(STICKING_OUT) == []
