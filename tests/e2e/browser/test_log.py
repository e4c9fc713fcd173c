"""The log of a failure: any line by its number, any text in the whole of it, however long it is."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Position, expect

from errata.events import ExitFacts, RaisedException
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.sandbox.step import StepResult
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.looks import photograph
from tests.e2e.browser.seed import Seeded, Seeder

MOST_NODES = 3_500
BLOCKS = 9_000
NEEDLE = "x-needle-x"
NUMBER = Position(x=20, y=10)
"""Where in a line its number is."""


def address(experiment: Experiment) -> str:
    return f"?view=experiments&exp={experiment.experiment_id}&failure={experiment.failure_id}"


def lines(page: Page) -> Locator:
    return page.get_by_role("region", name="Log lines")


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Find in the log")


def outcome(page: Page) -> Locator:
    return page.get_by_role("search", name="Log").locator(".log-found")


def died_with(seeder: Seeder, *text: str) -> Experiment:
    """Publish a failure whose log has these lines, and wait for its diagnosis."""
    message = "bad block"
    result = StepResult(
        Stage.ENCODE,
        ExitFacts(code=1, duration_s=1.0),
        f"ValueError: {message}",
        exceptions=(RaisedException(type="ValueError", message=message),),
        log="\n".join((*text, f"ValueError: {message}")).encode(),
    )
    return seeder.wait_for(seeder.fail(seeder.start("Write a long log"), result))


@pytest.fixture(scope="module")
def long(seeder: Seeder) -> Experiment:
    """A log of which only the end comes with the failure."""
    return died_with(seeder, *(f"block {number:05d} coded" for number in range(BLOCKS)))


@pytest.fixture(scope="module")
def wide(seeder: Seeder) -> Experiment:
    """A log with one line of more than a megabyte."""
    return died_with(seeder, "start", "a" * 700_000 + NEEDLE + "b" * 500_000)


def test_only_what_is_in_view_of_a_long_log_is_drawn(
    visit: PageOpener, long: Experiment, seeded: Seeded
) -> None:
    for experiment in (long, seeded.crashed):
        page = visit(address(experiment))
        expect(lines(page).locator(".evidence").first).to_be_in_viewport()
        assert page.locator("*").count() < MOST_NODES


def test_a_text_is_found_in_the_whole_log(visit: PageOpener, long: Experiment) -> None:
    page = visit(address(long))
    expect(lines(page).get_by_text("block 03000 coded")).to_have_count(0)

    field(page).fill("BLOCK 0300")

    expect(outcome(page)).to_have_text("1 of 10")
    expect(lines(page).get_by_text("block 03000 coded")).to_be_in_viewport()
    page.get_by_role("button", name="Previous place").click()
    expect(outcome(page)).to_have_text("10 of 10")
    page.get_by_role("button", name="Next place").click()
    expect(outcome(page)).to_have_text("1 of 10")
    assert page.evaluate("CSS.highlights.get('found').size") == 9
    assert page.evaluate("[...CSS.highlights.get('found-current')].join()") == "block 0300"
    assert page.locator("*").count() < MOST_NODES

    field(page).fill("block")
    expect(outcome(page)).to_have_text(re.compile(r" of 9,001$"))
    field(page).fill("no such text")
    expect(outcome(page)).to_have_text("not found")


def test_finding_needs_no_mouse(visit: PageOpener, long: Experiment) -> None:
    page = visit(address(long))
    expect(lines(page).locator(".evidence")).to_be_in_viewport()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("block 0300")
    expect(outcome(page)).to_have_text("1 of 10")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(outcome(page)).to_have_text("3 of 10")
    page.keyboard.press("Shift+Enter")
    expect(outcome(page)).to_have_text("2 of 10")
    expect(page.get_by_role("status").filter(has_text="2 of 10, line 3002")).to_have_count(1)
    lines(page).focus()
    page.keyboard.press("n")
    expect(outcome(page)).to_have_text("3 of 10")
    page.keyboard.press("N")
    expect(outcome(page)).to_have_text("2 of 10")

    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_keys_scroll_from_end_to_end(visit: PageOpener, long: Experiment) -> None:
    page = visit(address(long))
    expect(lines(page).locator(".evidence")).to_be_in_viewport()
    lines(page).focus()
    page.keyboard.press("Home")
    more = lines(page).get_by_role("button", name="more lines")
    expect(more).to_be_in_viewport()
    first = lines(page).locator("[data-line]").first.inner_text()
    more.click()
    expect(more).to_have_count(0)
    expect(lines(page).get_by_text(first)).to_be_in_viewport()  # the place is kept
    expect(lines(page)).to_be_focused()
    page.keyboard.press("Home")
    expect(lines(page).get_by_text("block 00000 coded")).to_be_in_viewport()
    page.keyboard.press("PageDown")
    expect(lines(page).get_by_text("block 00000 coded")).not_to_be_in_viewport()
    page.keyboard.press("End")
    expect(lines(page).get_by_text("ValueError: bad block")).to_be_in_viewport()
    expect(lines(page)).to_be_focused()


def test_a_scroll_may_end_when_the_log_is_gone(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    log = lines(page).element_handle()
    page.keyboard.press("Escape")
    expect(lines(page)).to_have_count(0)
    log.evaluate("log => log.dispatchEvent(new Event('scroll'))")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()


def test_a_click_on_a_number_points_at_the_line_and_shift_at_several(
    visit: PageOpener, long: Experiment
) -> None:
    page = visit(address(long) + "#L4500")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    target = lines(page).locator(".target")
    expect(target).to_have_text("block 04499 coded")
    expect(target).to_be_in_viewport()

    lines(page).get_by_text("block 04502 coded").click(position=NUMBER)
    expect(page).to_have_url(re.compile(r"#L4503$"))
    lines(page).get_by_text("block 04500 coded").click(position=NUMBER, modifiers=["Shift"])
    expect(page).to_have_url(re.compile(r"#L4501-L4503$"))
    expect(target).to_have_count(3)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.evaluate("getSelection().isCollapsed")

    page.get_by_role("button", name="Copy the text of lines 4501\N{EN DASH}4503").click()
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        f"block {number:05d} coded" for number in (4500, 4501, 4502)
    ]


def test_lines_are_selected_by_keyboard(visit: PageOpener, long: Experiment) -> None:
    page = visit(address(long) + "#L4500")
    expect(lines(page).locator(".target")).to_be_in_viewport()
    lines(page).focus()
    for key, selected in (
        ("Shift+ArrowDown", "#L4500-L4501"),
        ("Shift+ArrowDown", "#L4500-L4502"),
        ("Shift+ArrowUp", "#L4500-L4501"),
        ("Shift+ArrowUp", "#L4500"),
        ("Shift+ArrowUp", "#L4499-L4500"),
    ):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"{selected}$"))
    expect(
        page.get_by_role("button", name="Copy the link to lines 4499\N{EN DASH}4500")
    ).to_be_visible()


def test_evidence_is_stepped_through(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    chips = page.get_by_role("group", name="Evidence").get_by_role("link")
    expect(chips).to_have_text(["402", "403"])
    expect(chips.first).to_have_attribute("aria-current", "true")
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("#L403$"))
    expect(chips.last).to_have_attribute("aria-current", "true")
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("#L402$"))
    page.keyboard.press("[")
    expect(page).to_have_url(re.compile("#L403$"))

    lines(page).focus()
    page.keyboard.press("Home")
    expect(lines(page)).to_have_js_property("scrollTop", 0)  # scrolled smoothly, and by now wholly
    expect(lines(page).locator(".evidence").first).not_to_be_in_viewport()
    chips.first.click()
    expect(lines(page).locator(".target")).to_be_in_viewport()


def test_wrapping_keeps_the_place(visit: PageOpener, long: Experiment) -> None:
    page = visit(address(long) + "#L4500")
    expect(lines(page).locator(".target")).to_be_in_viewport()
    wrap = page.get_by_role("button", name="Wrap")
    for pressed in ("false", "true"):
        wrap.click()
        expect(wrap).to_have_attribute("aria-pressed", pressed)
        expect(lines(page).locator(".target")).to_be_in_viewport()


def test_a_line_of_a_megabyte_stays_bounded(visit: PageOpener, wide: Experiment) -> None:
    page = visit(address(wide), width=320)
    expect(lines(page).locator(".evidence")).to_be_in_viewport()
    field(page).fill(NEEDLE)
    expect(outcome(page)).to_have_text("1 of 1")
    assert page.evaluate("[...CSS.highlights.get('found-current')].join()") == NEEDLE
    assert len(lines(page).inner_text()) < 5_000
    missing = lines(page).locator("[data-missing]").get_attribute("data-missing")
    assert missing
    assert "more characters" in missing
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_the_server_keeps_back_of_a_huge_log_is_said(
    visit: PageOpener, seeder: Seeder
) -> None:
    huge = died_with(seeder, *(f"{number:06d} {'z' * 90}" for number in range(50_000)))
    page = visit(address(huge))
    field(page).fill("bad block")
    expect(outcome(page)).to_have_text("1 of 1 in the part sent")
    lines(page).focus()
    page.keyboard.press("Home")
    expect(lines(page).get_by_text("000000 zzz")).to_be_in_viewport()
    assert page.locator("*").count() < MOST_NODES


def test_a_log_that_cannot_be_fetched_leaves_what_is_there(
    visit: PageOpener, long: Experiment
) -> None:
    visit.allow("503")
    page = visit(address(long))
    expect(lines(page).locator(".evidence")).to_be_in_viewport()
    page.route("**/log", lambda route: route.fulfill(status=503, body="{}"))
    field(page).fill("block")
    expect(page.get_by_role("alert")).to_contain_text("Could not load the whole log")
    expect(outcome(page)).to_contain_text("in the lines shown")
    expect(lines(page).locator(".evidence")).to_be_attached()

    page.unroute("**/log")
    page.get_by_role("button", name="Try again").click()
    expect(outcome(page)).to_have_text(re.compile(r" of 9,001$"))


def test_a_log_is_photographed(visit: PageOpener, long: Experiment, artifacts: Path) -> None:
    page = visit(address(long))
    field(page).fill("block 0300")
    expect(outcome(page)).to_have_text("1 of 10")
    photograph(page, artifacts / "log.png")
