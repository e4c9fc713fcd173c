"""A person says what a failure really was: two clicks, or as many keys; audited, and taken back."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from errata.diagnosis import Diagnosis
from errata.experiments import Experiment
from errata.taxonomy import Category, Severity, Source
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.exhibits import Exhibits, disputed
from tests.e2e.browser.looks import photograph
from tests.e2e.browser.seed import Seeder


@pytest.fixture
def failed(seeder: Seeder) -> Experiment:
    """A failure on whose verdict a rule and the model disagree."""
    return disputed(seeder)


def address(experiment: Experiment) -> str:
    return f"?view=experiments&exp={experiment.experiment_id}&failure={experiment.failure_id}"


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="What is right?")


def facts(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Facts")


def stored(seeder: Seeder, experiment: Experiment) -> Diagnosis:
    """Return the diagnosis as the table has it."""
    assert experiment.failure_id
    return seeder.store.failure(experiment.experiment_id, experiment.failure_id).diagnosis


def test_two_clicks_correct_the_category(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    page = visit(address(failed))
    page.get_by_role("button", name="Correct it").click()
    panel(page).get_by_role("button", name="Timeout").click()

    expect(page.get_by_role("dialog")).to_contain_text("Timeout at encode")
    expect(facts(page)).to_contain_text("Corrected by a person")
    expect(panel(page).get_by_role("button", name="Timeout")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_text("Corrected: it is a timeout of high severity.")).to_be_attached()
    after = stored(seeder, failed)
    assert (after.category, after.source) == (Category.TIMEOUT, Source.HUMAN)

    page.get_by_role("button", name="Close").click()
    row = page.get_by_role("row").filter(has=page.get_by_title(failed.experiment_id))
    expect(row).to_contain_text("Timeout")


def test_keys_alone_correct_the_severity_and_take_it_back(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    page = visit(address(failed))
    button = page.get_by_role("button", name="Correct it")
    expect(button).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        if button.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name="What is right?")).to_be_focused()
    low = panel(page).get_by_role("button", name="Low")
    for _ in range(11):  # seven categories, then the severities
        page.keyboard.press("Tab")
    expect(low).to_be_focused()
    page.keyboard.press("Space")
    undo = panel(page).get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    expect(low).to_be_focused()
    assert stored(seeder, failed).severity is Severity.LOW

    while not undo.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="High")).to_have_attribute("aria-pressed", "true")
    expect(undo).to_be_focused()
    assert stored(seeder, failed).severity is Severity.HIGH


def test_the_other_side_of_a_dispute_is_right(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    page = visit(address(failed))
    expect(page.get_by_text("Rule memory says high resource error")).to_be_visible()
    page.get_by_role("button", name="Correct it").click()
    panel(page).get_by_role("button", name="This is right").click()

    verdict = page.get_by_role("region", name="Diagnosis")
    expect(verdict.locator(".lead")).to_have_text("Memory ran out, says <b>the rule</b>.")
    expect(panel(page)).to_contain_text("Corrected.")
    expect(panel(page).get_by_role("heading")).to_be_focused()  # its button has gone
    after = stored(seeder, failed)
    assert (after.category, after.fix_suggestion) == (Category.RESOURCE_ERROR, "Allocate less.")


def test_a_verdict_is_confirmed_as_it_is(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    before = stored(seeder, failed)
    page = visit(address(failed))
    page.get_by_role("button", name="Correct it").click()
    right = panel(page).get_by_role("button", name="Right as it is")
    right.click()

    expect(right).to_have_attribute("aria-pressed", "true")
    after = stored(seeder, failed)
    assert (after.source, after.root_cause) == (Source.HUMAN, before.root_cause)
    history = page.get_by_role("region", name="History")
    expect(history).to_contain_text("Confirmed as right by admin")


def test_words_are_edited_and_a_refused_field_is_named(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    visit.allow("422")
    page = visit(address(failed))
    page.get_by_role("button", name="Correct it").click()
    panel(page).get_by_role("button", name="Edit the words").click()
    cause = panel(page).get_by_role("textbox", name="Root cause")
    expect(cause).to_be_focused()
    cause.fill("   ")
    panel(page).get_by_role("button", name="Apply").click()
    expect(panel(page).get_by_role("alert")).to_contain_text("It was not corrected: root_cause:")
    expect(cause).to_be_focused()
    expect(cause).to_have_attribute("aria-invalid", "true")

    cause.fill("Blocks at the border <i>are</i> smaller.")
    panel(page).get_by_label("Category").select_option("Logic error")
    panel(page).get_by_role("button", name="Apply").click()

    expect(page.locator(".lead")).to_have_text("Blocks at the border <i>are</i> smaller.")
    expect(panel(page).get_by_role("heading")).to_be_focused()
    after = stored(seeder, failed)
    assert (after.category, after.root_cause) == (
        Category.LOGIC_ERROR,
        "Blocks at the border <i>are</i> smaller.",
    )


def test_nothing_changes_on_screen_until_the_server_has_it(
    visit: PageOpener, seeder: Seeder, failed: Experiment
) -> None:
    visit.allow("503")
    page = visit(address(failed))
    page.route("**/correction", lambda route: route.fulfill(status=503, body="{}"))
    page.get_by_role("button", name="Correct it").click()
    timeout = panel(page).get_by_role("button", name="Timeout")
    timeout.click()

    expect(panel(page).get_by_role("alert")).to_contain_text("It was not corrected")
    expect(timeout).to_have_attribute("aria-pressed", "false")
    expect(timeout).to_be_focused()
    assert stored(seeder, failed).source is not Source.HUMAN


def test_history_tells_who_changed_what(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(address(exhibits.corrected))
    entries = page.get_by_role("region", name="History").get_by_role("listitem")
    expect(entries).to_have_count(4)
    expect(entries.nth(0)).to_contain_text("Confirmed as right by grace")
    expect(entries.nth(1)).to_contain_text("Corrected by ada")
    expect(entries.nth(1).get_by_role("deletion").first).to_have_text("Runtime error")
    expect(entries.nth(1).get_by_role("insertion").first).to_have_text("Resource error")
    expect(entries.nth(2)).to_contain_text("Explained as high runtime error by: Rule")
    expect(entries.nth(3)).to_contain_text("Failed at encode")


def test_a_viewer_is_told_why_not(visit_as_viewer: PageOpener, failed: Experiment) -> None:
    page = visit_as_viewer(address(failed))
    expect(page.get_by_text("Only administrators may correct it")).to_be_visible()
    expect(page.get_by_role("button", name="Correct it")).to_have_count(0)


def test_a_correction_is_photographed(
    visit: PageOpener, failed: Experiment, artifacts: Path
) -> None:
    page = visit(address(failed), height=1000)
    page.get_by_role("button", name="Correct it").click()
    panel(page).get_by_role("button", name="Timeout").click()
    expect(panel(page).get_by_role("button", name="Undo")).to_be_visible()
    photograph(page, artifacts / "correction.png")
