"""The detail of a failure: one click or one key away, at an address of its own."""

import re

from playwright.sync_api import Locator, Page, expect

from errata.experiments import Experiment
from errata.taxonomy import Category
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import BROADCAST
from tests.e2e.browser.seed import Seeded, Seeder

LOG_LINES = 403
MOST_BYTES = 64_000
"""Of a failure, before more is asked for."""


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
    expect(line).to_have_attribute("data-line", str(LOG_LINES))
    expect(line.locator("mark")).to_have_count(1)
    expect(log.get_by_text("frame 000 coded")).not_to_be_in_viewport()


def test_a_link_to_a_line_opens_at_that_line(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed) + "#L7")
    line = detail(page).locator(".target")
    expect(line).to_contain_text("frame 006 coded")
    expect(line).to_be_in_viewport()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(r"#L402$"))


def test_locals_at_the_crash_are_a_table(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    exception = detail(page).get_by_role("region", name="Exception")
    expect(exception.get_by_role("row", name="residual")).to_contain_text(
        "30 \N{MULTIPLICATION SIGN} 144"
    )
    expect(exception.get_by_role("columnheader")).to_have_text(
        ["Variable", "Type", "Shape", "Values"]
    )


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
    points = detail(page).get_by_role("region", name="Measured points")
    expect(points).to_contain_text("560.0")
    expect(detail(page).get_by_role("region", name="Code lines")).to_contain_text(
        "import numpy as np"
    )


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
        detail(page).get_by_role("link", name="Raw log").click()
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


def test_provenance_is_always_told(visit: PageOpener, seeded: Seeded) -> None:
    facts = detail(visit(address(seeded.crashed))).get_by_role("complementary", name="Facts")
    for name in ("Confidence", "Source", "Rule", "Rules version", "Cost", "Diagnosed", "Took"):
        expect(facts.get_by_role("term").filter(has_text=re.compile(f"^{name}$"))).to_be_visible()
    expect(facts).to_contain_text("$0.00")


def test_similar_failures_lead_to_their_kin(visit: PageOpener, seeder: Seeder) -> None:
    first, *_, last = [seeder.new_failure(f"Search without end, {number}") for number in range(7)]
    page = visit(address(last))
    similar = detail(page).get_by_role("region", name="Similar failures")
    kin = similar.get_by_role("listitem")
    expect(kin).to_have_count(5)
    expect(kin.filter(has_text=last.experiment_id[-8:])).to_have_count(0)
    expect(
        similar.get_by_role("link", name=re.compile(r"All \d+ failures of the group"))
    ).to_have_attribute("href", re.compile(f"view=groups&group={first.fingerprint}$"))
    kin.first.get_by_role("link", name=re.compile("^Experiment")).click()
    expect(detail(page).get_by_role("heading", level=1)).not_to_contain_text(
        last.experiment_id[-8:]
    )
    expect(detail(page).get_by_role("heading", level=1)).to_be_focused()


def test_what_is_loaded_at_first_is_small(visit: PageOpener, seeded: Seeded) -> None:
    page = visit()
    for experiment in (seeded.crashed, seeded.hostile):
        path = f"/api/experiments/{experiment.experiment_id}/failures/{experiment.failure_id}"
        assert (
            page.evaluate(f"fetch('{path}').then(it => it.text()).then(it => it.length)")
            <= MOST_BYTES
        )


def test_a_refresh_leaves_what_is_open_as_it_is(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed) + "#L7")
    log = detail(page).get_by_role("region", name="Log lines")
    expect(log.locator(".target")).to_be_in_viewport()
    log.focus()
    with page.expect_response(re.compile(r"/failures/\w+$")):
        page.keyboard.press("r")
    expect(log).to_be_focused()
    expect(log.locator(".target")).to_be_in_viewport()
