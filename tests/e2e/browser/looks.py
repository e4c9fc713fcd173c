"""How a page looks: what axe-core finds wrong with it, and what sticks out of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

Theme = Literal["light", "dark"]

THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = {320: 900, 1280: 800, 1920: 1080}
"""Widths, each with a height."""
AXE = Path(__file__).parents[3] / "dashboard" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OF_COLOURS = ("color-contrast", "link-in-text-block")
VIOLATIONS = """(asked) => axe.run(asked).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`))"""
FITS = """async () => {
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  // Charts are drawn anew some frames after their place has got another size.
  for (let frame = 0; frame < 60 && !fits(); frame++) await new Promise(requestAnimationFrame);
  return fits();
}"""
STICKING_OUT = """() => [...document.querySelectorAll('#app *, dialog *')].filter((element) => {
  const box = element.getBoundingClientRect();
  const scrolls = element.closest(
    '.table-scroll, .log-lines, .code-lines, .compare-columns, pre, thead');
  return !scrolls && box.width > 1 && box.right > innerWidth + 1 && !element.closest('.skip');
}).map((element) => element.outerHTML.slice(0, 120))"""


def in_themes(page: Page) -> Iterator[Theme]:
    """Show a page in one theme after the other, without loading it anew."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        yield theme


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong in either theme."""
    # Trusted Types refuse a script element, so it is evaluated.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{theme}: {violation}"
        for theme in in_themes(page)
        for violation in page.evaluate(VIOLATIONS, _asked(theme))
    ]


def _asked(theme: Theme) -> dict[str, Any]:
    """Return what axe is to look for: of a second theme, what depends on colours."""
    rules = RULES if theme == THEMES[0] else {"type": "rule", "values": OF_COLOURS}
    # It need not describe each element that nothing is wrong with.
    return {"runOnly": rules, "resultTypes": ["violations"]}


def assert_fits(page: Page) -> None:
    """Nothing is wider than the page, but for what scrolls in a box of its own."""
    assert page.evaluate(FITS)
    assert page.evaluate(STICKING_OUT) == []


def photograph(page: Page, path: Path) -> None:
    """Keep a picture in either theme, the theme's name before the ending; nothing sticks out."""
    for theme in in_themes(page):
        assert_fits(page)
        page.screenshot(path=path.with_stem(f"{path.stem}-{theme}"))
