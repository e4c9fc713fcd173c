"""The detail of a failure: one click or one key away, at an address of its own."""

import re

from playwright.sync_api import Locator, Page, expect

from errata.experiments import Experiment
from errata.taxonomy import Category
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import BROADCAST
from tests.e2e.browser.seed import Seeded, Seeder

LOG_LINES = 403


def address(experiment: Experiment) -> str:
    return f"?view=experiments&exp={experiment.experiment_id}&failure={experiment.failure_id}"


def detail(page: Page) -> Locator:
    return page.get_by_role("dialog")


def badge(page: Page, experiment: Experiment) -> Locator:
    return page.locator(f'a.badge[data-opens="{experiment.experiment_id}"]')


def test_a_click_on_the_badge_explains_the_death(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    badge(page, seeded.crashed).click()
    dialog = detail(page)
    expect(dialog.get_by_role("heading", name="Failure analysis")).to_be_focused()
    assert seeded.crashed.root_cause
    expect(dialog.get_by_role("region", name="Diagnosis")).to_contain_text(
        seeded.crashed.root_cause
    )
    expect(dialog.get_by_role("heading", name="Suggested fix")).to_be_visible()
    facts = dialog.get_by_role("complementary", name="Facts")
    for fact in ("Runtime error", "High", "Encode", "Rule", "180 MiB", "1.25 s"):
        expect(facts).to_contain_text(fact)
    expect(page).to_have_url(visit.site_url + address(seeded.crashed))


def test_the_evidence_is_marked_in_the_log_and_in_view(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    log = detail(page).get_by_role("region", name="Log lines")
    line = log.locator(".evidence", has_text=f"ValueError: {BROADCAST}")
    expect(line).to_be_in_viewport()
    expect(line.get_by_role("link")).to_have_text(str(LOG_LINES))
    expect(line.locator("mark")).to_have_count(1)
    expect(log.get_by_text("frame 000 coded")).not_to_be_in_viewport()


def test_a_link_to_a_line_opens_at_that_line(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed) + "#L7")
    line = detail(page).locator(".target")
    expect(line).to_contain_text("frame 006 coded")
    expect(line).to_be_in_viewport()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(r"#L(39\d|40\d)$"))


def test_exception_locals_and_the_change_to_the_parent_are_there(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit(address(seeded.crashed))
    dialog = detail(page)
    expect(dialog.get_by_role("row", name="residual")).to_contain_text(
        "30 \N{MULTIPLICATION SIGN} 144"
    )
    code = dialog.get_by_role("region", name="Code lines")
    expect(code.locator(".code-removed")).to_have_count(1)
    expect(code.locator(".code-added")).to_contain_text("coefficients[:, :4]")
    expect(code.locator(".code-added")).to_contain_text("crashed here")
    dialog.get_by_role("button", name="Parent", exact=True).click()
    expect(code).to_contain_text("np.abs(coefficients) /")
    expect(code.locator(".code-added")).to_have_count(0)


def test_escape_closes_and_gives_the_focus_back(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments&limit=50")
    badge(page, seeded.crashed).click()
    expect(detail(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(detail(page)).to_have_count(0)
    expect(page).to_have_url(visit.site_url + "?view=experiments&limit=50")
    expect(badge(page, seeded.crashed)).to_be_focused()


def test_a_late_close_of_the_old_dialog_leaves_the_new_one_open(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit("?view=experiments")
    badge(page, seeded.timed_out).click()
    old = detail(page).element_handle()
    page.go_back()
    expect(detail(page)).to_have_count(0)
    page.go_forward()
    expect(detail(page)).to_be_visible()
    page.evaluate(
        """old => {
            old.dispatchEvent(new Event("close"));
            return new Promise((done) => setTimeout(done, 300));
        }""",
        old,
    )
    expect(detail(page)).to_be_visible()


def test_back_closes_and_forward_opens(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    badge(page, seeded.timed_out).click()
    expect(detail(page)).to_be_visible()
    page.go_back()
    expect(detail(page)).to_have_count(0)
    page.go_forward()
    expect(detail(page)).to_be_visible()


def test_closing_a_deep_link_leads_to_the_list(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.timed_out))
    detail(page).get_by_role("button", name="Close").click()
    expect(page).to_have_url(visit.site_url + "?view=experiments")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()


def test_j_and_k_step_through_the_failures(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments&status=failed")
    badge(page, seeded.newest).click()
    page.keyboard.press("j")
    expect(page).to_have_url(
        visit.site_url + address(seeded.crashed).replace("&exp", "&status=failed&exp")
    )
    expect(detail(page)).to_contain_text(BROADCAST)
    page.keyboard.press("k")
    expect(detail(page)).to_contain_text("No module named 'scipy'")
    page.keyboard.press("j")
    expect(detail(page)).to_contain_text(BROADCAST)
    page.keyboard.press("Escape")
    expect(badge(page, seeded.crashed)).to_be_focused()


def test_an_adopted_experiment_has_a_detail_too(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(f"?view=experiments&exp={seeded.adopted.experiment_id}")
    expect(detail(page).get_by_role("heading", name="Experiment")).to_be_visible()
    points = detail(page).get_by_role("region", name="Operating points")
    expect(points).to_contain_text("560.0")


def test_a_diagnosis_that_is_still_to_come_appears_by_itself(
    visit: PageOpener, seeder: Seeder
) -> None:
    waiting = seeder.fail_unexplained("Its diagnosis comes late")
    page = visit(f"?view=experiments&exp={waiting.experiment_id}")
    expect(detail(page)).to_contain_text("Analysis pending")
    seeder.explain(waiting)
    expect(detail(page).get_by_role("region", name="Diagnosis")).to_be_visible(timeout=30_000)


def test_the_whole_log_can_be_downloaded(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    with page.expect_download() as download:
        detail(page).get_by_role("link", name="Whole log").click()
    text = download.value.path().read_text()
    assert text.startswith("frame 000 coded")
    assert len(text.splitlines()) == LOG_LINES


def test_an_unknown_experiment_is_said_to_be_unknown(visit: PageOpener) -> None:
    visit.allow("404")
    page = visit("?view=experiments&exp=01ARZ3NDEKTSV4RRFFQ69G5FAV")
    expect(detail(page).get_by_role("alert")).to_contain_text("Could not find this experiment")


def test_a_group_lists_its_failures(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=groups")
    assert seeded.crashed.root_cause
    page.get_by_role("link", name=seeded.crashed.root_cause).click()
    expect(page.get_by_role("heading", name=seeded.crashed.root_cause)).to_be_visible()
    badge(page, seeded.crashed).click()
    expect(detail(page)).to_contain_text(BROADCAST)
    page.keyboard.press("Escape")
    expect(badge(page, seeded.crashed)).to_be_focused()
    assert seeded.crashed.category is Category.RUNTIME_ERROR
