"""Comparing: facts and scores side by side, curves in one plane, code of any two, and logs."""

import re

from playwright.sync_api import Locator, Page, expect

from errata.experiments import Experiment
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import BROADCAST
from tests.e2e.browser.exhibits import ANCHOR, Exhibits
from tests.e2e.browser.seed import Seeded


def address(*compared: Experiment) -> str:
    return f"?view=compare&ids={'%2C'.join(each.experiment_id for each in compared)}"


def facts(page: Page) -> Locator:
    return page.get_by_role("grid", name="Facts")


def fact(page: Page, name: str) -> Locator:
    return facts(page).get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def cell(page: Page, name: str, at: int) -> Locator:
    return fact(page, name).get_by_role("gridcell").nth(at)


def test_two_rows_of_the_list_are_compared_by_keyboard_alone(
    visit: PageOpener, exhibits: Exhibits, seeded: Seeded
) -> None:
    assert exhibits.rivals
    page = visit("?view=experiments&status=adopted")
    expect(page.get_by_role("table", name="Experiments").locator("tbody tr").nth(2)).to_be_visible()
    ticked = page.get_by_role("table", name="Experiments").locator("tbody input:checked")
    for number in (1, 2):
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(ticked).to_have_count(number)
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1, name="Compare")).to_be_focused()
    expect(facts(page).get_by_role("columnheader")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"view=compare&ids=\w{26}%2C\w{26}$"))
    page.go_back()
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    assert seeded.adopted


def test_scores_are_told_against_the_first_or_the_pinned_one(
    visit: PageOpener, exhibits: Exhibits
) -> None:
    page = visit(address(*exhibits.rivals))
    expect(cell(page, "Bitrate", 0)).to_contain_text("410.0")
    expect(cell(page, "Bitrate", 1)).to_contain_text("328.0")
    expect(cell(page, "Bitrate", 1)).to_contain_text("\N{MINUS SIGN}82.0")
    expect(cell(page, "Slowest encode", 1)).to_contain_text("best")
    expect(cell(page, "Slowest encode", 0)).not_to_contain_text("best")
    page.get_by_role("button", name="Baseline: B").click()
    expect(cell(page, "Bitrate", 0)).to_contain_text("+82.0")
    expect(page).to_have_url(re.compile(f"pin={exhibits.rivals[1].experiment_id}"))
    page.reload()
    expect(cell(page, "Bitrate", 0)).to_contain_text("+82.0")


def test_what_all_agree_on_can_be_left_out(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(address(*exhibits.rivals))
    expect(fact(page, "Proposer")).to_be_visible()
    page.get_by_label("Only differences").check()
    expect(fact(page, "Proposer")).to_have_count(0)
    expect(fact(page, "Proposal")).to_be_visible()
    page.reload()
    expect(fact(page, "Proposal")).to_be_visible()
    expect(fact(page, "Proposer")).to_have_count(0)


def test_curves_of_a_clip_lie_in_one_plane_with_its_anchors(
    visit: PageOpener, exhibits: Exhibits, seeded: Seeded
) -> None:
    page = visit(address(*exhibits.rivals, seeded.crashed))
    legend = page.locator(".compare-curves .legend li")
    expect(legend).to_have_count(3)
    expect(legend.nth(2)).to_have_text(ANCHOR)
    expect(page.get_by_text(re.compile("^Not measured on this clip: C "))).to_be_visible()
    page.get_by_label("Clip").select_option("held & back")
    expect(legend).to_have_count(3)
    page.get_by_role("button", name="View “Rate and distortion” as table").click()
    points = page.get_by_role("region", name="Rate and distortion").get_by_role("row")
    expect(points).to_have_count(1 + 3 * 4)


def test_the_code_of_any_two_is_compared(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.adopted, seeded.crashed, seeded.timed_out))
    code = page.get_by_role("region", name="Code lines")
    expect(code.locator("ins")).to_contain_text("coefficients[:, :4]")
    expect(code.locator("del")).to_have_count(1)
    page.get_by_role("combobox", name="to", exact=True).select_option(
        seeded.timed_out.experiment_id
    )
    expect(code.locator("ins")).to_contain_text("# 01")
    page.get_by_role("combobox", name="From", exact=True).select_option(
        seeded.crashed.experiment_id
    )
    expect(code.locator("del").first).to_contain_text("coefficients[:, :4]")


def test_verdicts_and_logs_stand_side_by_side(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed, seeded.timed_out, seeded.adopted))
    columns = page.get_by_role("region", name="Verdicts and logs side by side")
    assert seeded.crashed.root_cause
    crashed = columns.get_by_role("article").nth(0)
    expect(crashed).to_contain_text(seeded.crashed.root_cause)
    cited = crashed.locator(".evidence", has_text=BROADCAST)
    expect(cited).to_be_attached()
    inside = "(line) => { const box = line.parentElement; return box.scrollTop > 0 && "
    inside += "line.offsetTop - box.offsetTop < box.scrollTop + box.clientHeight }"
    assert cited.evaluate(inside)
    expect(columns.get_by_role("article").nth(2)).to_contain_text("there is nothing to explain")
    heights = "articles => articles.map((one) => one.querySelector('.compare-verdict').offsetTop)"
    assert len(set(columns.get_by_role("article").evaluate_all(heights))) == 1
    crashed.get_by_role("link", name="Whole log").click()
    expect(page.get_by_role("dialog", name="Failure analysis")).to_be_visible()


def test_experiments_are_added_and_taken_out(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.adopted))
    expect(page.get_by_role("heading", name="Nothing to compare it with")).to_be_visible()
    field = page.get_by_label("Add an experiment by its id")
    field.fill("nonsense")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("26 letters and digits")
    field.fill(seeded.adopted.experiment_id)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("compared already")
    field.fill(seeded.crashed.experiment_id.lower())
    field.press("Enter")
    expect(page).to_have_url(visit.site_url + address(seeded.adopted, seeded.crashed))
    expect(facts(page).get_by_role("columnheader")).to_have_count(2)
    expect(page.get_by_role("link", name="Compare 2")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Take A, experiment")).click()
    expect(page).to_have_url(visit.site_url + address(seeded.crashed))
    expect(field).to_be_focused()


def test_any_cell_is_copied_by_mouse_and_by_keyboard(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.adopted, seeded.crashed))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    parent = cell(page, "Parent", 1)
    parent.hover()
    parent.get_by_role("button", name="Copy Parent of B").click()
    expect(page.get_by_role("status").last).to_have_text("Copied the Parent of B.")
    assert page.evaluate("navigator.clipboard.readText()") == seeded.adopted.experiment_id
    cell(page, "Status", 0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(cell(page, "Stage", 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").last).to_have_text("Copied the Stage of B.")
    assert page.evaluate("navigator.clipboard.readText()") == "Encode"


def test_one_that_is_not_there_hides_none_of_the_others(visit: PageOpener, seeded: Seeded) -> None:
    visit.allow("404")
    page = visit(f"{address(seeded.adopted)}%2C01ARZ3NDEKTSV4RRFFQ69G5FAV")
    expect(page.get_by_role("alert").first).to_contain_text("Could not find all of B")
    expect(cell(page, "Status", 0)).to_contain_text("Adopted")
    expect(cell(page, "Status", 1)).to_contain_text("\N{EM DASH}")


def test_what_is_compared_stays_at_hand_on_other_pages(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.adopted, seeded.crashed))
    page.get_by_role("link", name="Groups").click()
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    page.get_by_role("link", name="Compare 2").click()
    expect(facts(page)).to_be_visible()
