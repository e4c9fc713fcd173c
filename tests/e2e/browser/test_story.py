"""An experiment's story as a page, and what the loop has learnt: by mouse and by keyboard alone."""

import re

from playwright.sync_api import Page, expect
from ulid import ULID

from errata.experiments import Experiment
from errata.story import told
from errata.telling import gathered
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import RTL_OVERRIDE
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.family import EXPECTED
from tests.e2e.browser.looks import violations
from tests.e2e.browser.seed import Seeder
from tests.e2e.browser.ways import Follow, asked, both_ways, by_keyboard

PROBLEM = {"error": {"code": "unavailable", "message": "a store did not answer"}}


def story(experiment: Experiment) -> str:
    return f"?view=story&exp={experiment.experiment_id}"


def expect_story(page: Page, of: Experiment) -> None:
    """The page tells of an experiment, and its heading has the focus."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(of.experiment_id[-8:])
    expect(heading).to_be_focused()
    assert asked(page) == {"view": "story", "exp": of.experiment_id}


def test_a_crossover_is_told_on_both_sides(visit: PageOpener, exhibits: Exhibits) -> None:
    family = exhibits.family
    page = visit(story(family.skipped))
    expect(page.get_by_text("Crossed with")).to_be_visible()
    mate = f"Story of experiment {family.repair.experiment_id[-8:]}"
    page.get_by_role("link", name=mate).click()
    expect_story(page, family.repair)
    child = page.locator(".kin", has_text=family.skipped.hypothesis)
    expect(child).to_contain_text("Crossed with it.")


@both_ways
def test_a_story_leads_from_the_death_to_the_repair_and_back(
    visit: PageOpener, exhibits: Exhibits, follow: Follow
) -> None:
    family = exhibits.family
    page = visit(f"?exp={family.dead.experiment_id}&failure={family.dead.failure_id}")
    follow(page, page.get_by_role("dialog").get_by_role("link", name="Story", exact=True))

    expect_story(page, family.dead)
    article = page.get_by_role("article")
    for words in (family.dead.hypothesis, EXPECTED, "Import error at validate", "Verified"):
        expect(article).to_contain_text(words)
    expect(page.get_by_role("region", name="Code lines")).to_be_visible()

    repair = f"Story of experiment {family.repair.experiment_id[-8:]}"
    follow(page, article.get_by_role("link", name=repair).first)
    expect_story(page, family.repair)
    expect(article).to_contain_text("It was adopted")
    expect(article).to_contain_text("212.50 % more bits than x264 medium")
    expect(article).to_contain_text("To repair")

    page.go_back()
    expect_story(page, family.dead)
    follow(page, article.get_by_role("link", name="High import error, open the analysis"))
    expect(page).to_have_url(re.compile("view=failure"))
    expect(page.get_by_text("a repair that followed it lived")).to_be_visible()


def test_its_markdown_is_what_the_command_line_prints(
    visit: PageOpener, exhibits: Exhibits, seeder: Seeder
) -> None:
    dead = exhibits.family.dead
    page = visit(story(dead))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the story as Markdown").click()
    expect(page.get_by_text("Copied the story as Markdown.")).to_be_attached()
    copied = page.evaluate("navigator.clipboard.readText()")
    store = seeder.store
    assert copied == told(gathered(dead.experiment_id, store, store, seeder.artifacts))
    assert "**Verified.**" in copied


def test_what_was_not_run_tells_what_died_of_the_same(
    visit: PageOpener, exhibits: Exhibits
) -> None:
    family = exhibits.family
    page = visit(story(family.skipped), timezone="Asia/Tokyo")
    expect(page.get_by_role("heading", name="Why it was not run")).to_be_visible()
    killer = page.get_by_role("link", name=f"experiment {family.dead.experiment_id[-8:]}")
    expect(killer).to_be_visible()
    started = page.locator("time").first
    utc = started.inner_text()
    page.get_by_role("button", name=re.compile("^Times are UTC")).click()
    expect(started).not_to_have_text(utc)


def test_hostile_text_in_a_story_stays_text(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(story(exhibits.family.hostile), width=320, height=900)
    told_of = page.get_by_text("<script>window.pwned=1</script>")
    expect(told_of).to_have_count(4)  # hypothesis, cause, last words, and a child's hypothesis
    expect(page.get_by_role("region", name="Code lines")).to_be_visible()
    assert page.evaluate("window.pwned") is None
    assert page.locator("#app img, #app script, [onerror]").count() == 0
    assert RTL_OVERRIDE not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_experiment_that_is_not_there_has_no_story(visit: PageOpener) -> None:
    visit.allow("404")
    page = visit(f"?view=story&exp={ULID()}")
    expect(page.get_by_role("alert")).to_contain_text("Could not find this story")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("link", name="All experiments").click()
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()


def test_what_was_learnt_leads_to_what_it_was_learnt_from(
    visit: PageOpener, exhibits: Exhibits
) -> None:
    page = visit("?view=learned")
    elite = page.get_by_role("link", name=re.compile("^BD-rate .+, story of")).first
    by_keyboard(page, elite)
    expect(page).to_have_url(re.compile("view=story"))
    page.go_back()
    expect(page.get_by_role("region", name="Repairs by category")).to_contain_text("Import error")
    by_keyboard(page, page.get_by_role("button", name=re.compile("^parameters,")))
    expect(page.get_by_role("rowheader", name="ROUNDING")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Import error, group")).first.click()
    expect(page).to_have_url(re.compile(f"group={exhibits.family.dead.fingerprint}"))
    page.go_back()
    page.get_by_role("link", name="List them").click()
    expect(page.get_by_text(exhibits.family.skipped.hypothesis).first).to_be_visible()


def test_what_was_learnt_may_be_asked_for_again(visit: PageOpener) -> None:
    visit.allow("503")
    page = visit("?view=parked")
    page.route("**/api/learned", lambda route: route.fulfill(status=503, json=PROBLEM))
    page.get_by_role("link", name="Learnt").click()
    expect(page.get_by_role("alert")).to_contain_text("Could not load what was learnt")
    assert violations(page) == []
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("region", name="Kinds of edit", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
