"""Groups: what their history says, what is decided on them, and how that is taken back."""

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from errata.taxonomy import GroupStatus
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.exhibits import Exhibits, group, sighting
from tests.e2e.browser.seed import Seeder

GROUPS = "?view=groups"


@pytest.fixture
def fresh(seeder: Seeder) -> str:
    """A group of the test's own, nothing decided yet."""
    return group(seeder, secrets.randbelow(10**6), GroupStatus.OPEN)


def row(page: Page, fingerprint: str) -> Locator:
    opener = page.locator(f'[data-opens="{fingerprint}"]')
    return page.get_by_role("table", name="Groups").get_by_role("row").filter(has=opener)


def toast(page: Page) -> Locator:
    return page.get_by_role("region", name="Last decision")


def test_a_row_tells_how_often_when_and_what_was_decided(
    visit: PageOpener, exhibits: Exhibits
) -> None:
    page = visit(GROUPS)
    regressed = row(page, exhibits.groups[GroupStatus.REGRESSED])
    expect(regressed).to_contain_text("Regressed")
    expect(regressed.get_by_role("cell", name="11", exact=True)).to_be_visible()
    trend = regressed.get_by_role("img")
    expect(trend).to_have_accessible_name(re.compile(r"^11 failures in the last 14 days, most on"))
    expect(row(page, exhibits.groups[GroupStatus.MUTED])).to_contain_text("Muted")


def test_a_status_is_chosen_by_the_api_and_kept_in_the_address(
    visit: PageOpener, exhibits: Exhibits
) -> None:
    page = visit(GROUPS)
    expect(row(page, exhibits.groups[GroupStatus.OPEN])).to_be_visible()
    statuses = page.get_by_role("navigation", name="Groups by status")
    with page.expect_request(re.compile(r"/api/groups\?.*status=regressed")):
        statuses.get_by_role("link", name="Regressed").click()
    expect(page).to_have_url(visit.site_url + "?view=groups&gstatus=regressed")
    expect(row(page, exhibits.groups[GroupStatus.REGRESSED])).to_be_visible()
    expect(row(page, exhibits.groups[GroupStatus.OPEN])).to_have_count(0)
    page.reload()
    expect(row(page, exhibits.groups[GroupStatus.REGRESSED])).to_be_visible()
    page.go_back()
    expect(row(page, exhibits.groups[GroupStatus.OPEN])).to_be_visible()


def test_a_status_that_no_group_has_is_told_from_nothing_at_all(visit: PageOpener) -> None:
    page = visit("?view=parked")
    page.route(re.compile("/api/groups"), lambda route: route.fulfill(json=NOTHING))
    page.goto(visit.site_url + "?view=groups&gstatus=muted")
    expect(page.get_by_role("heading", name="No group matches")).to_be_visible()
    page.get_by_role("link", name="Show all groups").click()
    expect(page.get_by_role("heading", name="No group yet")).to_be_visible()


NOTHING = {"items": [], "cursor": None}


def test_a_group_is_resolved_in_the_list_and_that_undone(
    visit: PageOpener, seeder: Seeder, fresh: str
) -> None:
    page = visit(GROUPS)
    row(page, fresh).get_by_role("button", name="Resolve").click()
    expect(row(page, fresh)).to_contain_text("Resolved")
    expect(row(page, fresh).get_by_role("button", name="Reopen")).to_be_focused()
    assert seeder.store.group(fresh).status is GroupStatus.RESOLVED
    toast(page).get_by_role("button", name="Undo").click()
    expect(row(page, fresh)).to_contain_text("Open")
    assert seeder.store.group(fresh).status is GroupStatus.OPEN
    dismiss = toast(page).get_by_role("button", name="Dismiss")
    expect(dismiss).to_be_focused()
    dismiss.click()
    expect(toast(page)).to_have_count(0)
    expect(row(page, fresh).get_by_role("link").first).to_be_focused()


def test_a_group_is_muted_and_that_undone_by_keyboard_alone(
    visit: PageOpener, seeder: Seeder, fresh: str
) -> None:
    page = visit(GROUPS)
    expect(row(page, fresh)).to_be_visible()
    opener = row(page, fresh).get_by_role("link").first
    for _ in range(page.locator("tbody tr").count()):
        page.keyboard.press("j")
        if opener.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(row(page, fresh).get_by_role("button", name="Mute")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, fresh)).to_contain_text("Muted")
    undo = toast(page).get_by_role("button", name="Undo")
    while not undo.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, fresh)).to_contain_text("Open")
    assert seeder.store.group(fresh).status is GroupStatus.OPEN


def test_undoing_on_a_group_that_came_back_reopens_it(visit: PageOpener, seeder: Seeder) -> None:
    regressed = group(seeder, secrets.randbelow(10**6), GroupStatus.REGRESSED)
    page = visit(GROUPS)
    row(page, regressed).get_by_role("button", name="Resolve").click()
    toast(page).get_by_role("button", name="Undo: reopen").click()
    expect(row(page, regressed)).to_contain_text("Open")


def test_the_page_of_a_group_says_who_decided_and_when(visit: PageOpener, fresh: str) -> None:
    page = visit(f"{GROUPS}&group={fresh}")
    expect(page.get_by_text("Nobody has decided on it yet.")).to_be_visible()
    page.get_by_role("button", name="Mute").click()
    expect(page.get_by_text(re.compile(r"^Muted by admin, \d{4}-\d\d-\d\d "))).to_be_visible()
    toast(page).get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile("^Reopened by admin, "))).to_be_visible()


def test_the_days_of_a_group_are_also_a_table(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(f"{GROUPS}&group={exhibits.groups[GroupStatus.RESOLVED]}")
    page.get_by_role("button", name="View “Failures in the last 14 days” as table").click()
    days = page.get_by_role("region", name="Failures in the last 14 days").get_by_role("row")
    expect(days).to_have_count(1 + 14)
    counts = [int(text.split()[-1]) for text in days.all_inner_texts()[1:]]
    assert sum(counts) == 8


def test_the_failures_of_a_group_come_in_pages(visit: PageOpener, seeder: Seeder) -> None:
    big = group(seeder, secrets.randbelow(10**6), GroupStatus.OPEN)
    experiment = seeder.start("It fails again and again")
    for _ in range(45):
        sighting(seeder, experiment, big, "Many times over")
    page = visit(f"{GROUPS}&group={big}")
    failures = page.get_by_role("table", name="Failures of this group").locator("tbody tr")
    expect(failures).to_have_count(50)
    page.get_by_role("button", name="Next").click()
    expect(failures).to_have_count(3)
    page.get_by_role("button", name="Previous").click()
    expect(failures).to_have_count(50)


def test_a_viewer_sees_why_nothing_can_be_decided(
    visit_as_viewer: PageOpener, exhibits: Exhibits
) -> None:
    page = visit_as_viewer(GROUPS)
    note = "needs the role admin; you are signed in as viewer"
    expect(page.get_by_text(note)).to_be_visible()
    button = row(page, exhibits.groups[GroupStatus.OPEN]).get_by_role("button", name="Resolve")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile(note))
    button.click(force=True)
    expect(toast(page)).to_have_count(0)
    page = visit_as_viewer(f"{GROUPS}&group={exhibits.groups[GroupStatus.OPEN]}")
    expect(page.get_by_text(note)).to_be_visible()


def test_a_decision_that_could_not_be_kept_can_be_tried_again(
    visit: PageOpener, fresh: str
) -> None:
    visit.allow("503")
    page = visit(GROUPS)
    problem = {"error": {"code": "unavailable", "message": "a store did not answer"}}
    page.route(re.compile("/status$"), lambda route: route.fulfill(status=503, json=problem))
    row(page, fresh).get_by_role("button", name="Resolve").click()
    expect(toast(page).get_by_role("alert")).to_contain_text("a store did not answer")
    expect(row(page, fresh)).to_contain_text("Open")
    page.unroute(re.compile("/status$"))
    toast(page).get_by_role("button", name="Try again").click()
    expect(row(page, fresh)).to_contain_text("Resolved")


def test_new_groups_wait_and_rows_stay_where_they_are(
    visit: PageOpener, seeder: Seeder, exhibits: Exhibits
) -> None:
    page = visit("?view=parked")
    page.clock.install()
    page.goto(visit.site_url + GROUPS)
    known = row(page, exhibits.groups[GroupStatus.OPEN]).get_by_role("link").first
    known.focus()
    place = known.bounding_box()
    new = group(seeder, secrets.randbelow(10**6), GroupStatus.OPEN)
    show = page.get_by_role("button", name=re.compile(r"\d+ new — show"))
    page.clock.run_for(40_000)
    expect(show).to_be_visible()
    expect(row(page, new)).to_have_count(0)
    expect(known).to_be_focused()
    assert known.bounding_box() == place
    show.click()
    expect(row(page, new)).to_be_visible()


def test_back_from_a_group_goes_on_from_its_row(visit: PageOpener, exhibits: Exhibits) -> None:
    fingerprint = exhibits.groups[GroupStatus.RESOLVED]
    page = visit(GROUPS)
    link = row(page, fingerprint).get_by_role("link").first
    link.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1, name=re.compile("^Group "))
    expect(heading).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()
    page.go_forward()
    expect(heading).to_be_focused()


def test_a_group_that_is_not_there_is_told_from_one_that_may_not_be_seen(
    visit: PageOpener,
) -> None:
    visit.allow("404", "403")
    page = visit(f"{GROUPS}&group=v1-{'0' * 32}")
    expect(page.get_by_role("alert")).to_contain_text("Could not find this group")
    problem = {"error": {"code": "forbidden", "message": "ask an administrator"}}
    page.route(re.compile("/api/groups/"), lambda route: route.fulfill(status=403, json=problem))
    page.get_by_role("button", name="Refresh now").click()
    expect(page.get_by_role("alert")).to_contain_text("You may not see this group")
