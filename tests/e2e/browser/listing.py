"""The list of experiments as the tests of its pages see it."""

from playwright.sync_api import Locator, Page, expect

from errata.experiments import Experiment
from tests.e2e.browser.conftest import PageOpener


def open_list(
    visit: PageOpener,
    filters: str = "",
    *,
    width: int = 1280,
    height: int = 800,
) -> Page:
    """Open the list, narrowed by filters like ``&status=failed``, and wait for its rows."""
    page = visit(f"?view=experiments{filters}", width=width, height=height)
    expect(rows(page).first).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    """Return the rows, the baseline's first if there is one."""
    return page.get_by_role("table", name="Experiments").locator("tbody tr")


def row(page: Page, experiment: Experiment) -> Locator:
    """Return the row of an experiment."""
    return rows(page).filter(has=page.locator(f'th [title="{experiment.experiment_id}"]'))


def ids(page: Page) -> list[str]:
    """Return the ids on screen, in their order."""
    return page.locator("tbody th a.id").evaluate_all("links => links.map((link) => link.title)")


def column(page: Page, name: str) -> list[str]:
    """Return the cells of a column, by the name its cells bear on narrow screens."""
    return rows(page).locator(f'td[data-label="{name}"]').all_inner_texts()


def focus_row(page: Page, experiment: Experiment) -> None:
    """Put the focus on what opens an experiment, as j and k do."""
    page.locator(f'[data-opens="{experiment.experiment_id}"]').focus()


def clipboard(page: Page) -> str:
    """Return what was copied last."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def allow_clipboard(page: Page) -> None:
    """Let the page write to the clipboard, and the test read it."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
