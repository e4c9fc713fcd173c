"""The list: what it shows, how it is narrowed, and that its address says it all."""

import json
import re

from playwright.sync_api import expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import (
    allow_clipboard,
    clipboard,
    column,
    focus_row,
    ids,
    open_list,
    row,
    rows,
)
from tests.e2e.browser.seed import OLDER, Seeded, Seeder

PAGE = 50
MOST_ELEMENTS = 3_500
AROUND_ROWS = "document.querySelectorAll(':not(tbody tr, tbody tr *)').length"
EACH_ROW = (
    "[...document.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('*').length + 1)"
)


def test_a_row_tells_what_was_tried_what_it_scored_and_why_it_failed(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit("?view=experiments")
    adopted = row(page, seeded.adopted)
    expect(adopted).to_contain_text("Adopted")
    expect(adopted).to_contain_text("Start from the plain block codec")
    expect(adopted).to_contain_text("410.0")  # mean of 1000 - 20 qp over the four points
    expect(adopted).to_contain_text("30.50")
    expect(adopted).to_contain_text("\N{MINUS SIGN}4.13")
    failed = row(page, seeded.timed_out)
    badge = failed.get_by_role("link", name="Medium timeout, open the analysis of experiment")
    expect(badge).to_have_text("Medium")
    expect(failed).to_contain_text("Timeout")
    assert seeded.timed_out.root_cause
    expect(failed).to_contain_text(seeded.timed_out.root_cause[:40])


def test_filters_are_in_the_address_and_survive_a_reload(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    page.get_by_role("combobox", name="Status", exact=True).select_option("adopted")
    expect(page).to_have_url(visit.site_url + "?view=experiments&status=adopted")
    expect(row(page, seeded.crashed)).to_have_count(0)
    page.reload()
    expect(row(page, seeded.adopted)).to_be_visible()
    expect(row(page, seeded.crashed)).to_have_count(0)


def test_no_match_is_told_from_nothing_yet(visit: PageOpener) -> None:
    page = visit("?view=experiments&stage=publish")
    expect(page.get_by_role("heading", name="No experiment matches")).to_be_visible()
    page.locator(".empty").get_by_role("button", name="Clear filters").click()
    expect(rows(page).first).to_be_visible()
    page = visit("?view=experiments&from=2020-01-01&to=2020-01-02")
    expect(page.get_by_role("heading", name="No experiment matches")).to_be_visible()


def test_pages_go_forth_and_back(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(f"?view=experiments&limit={PAGE}")
    expect(rows(page)).to_have_count(PAGE)
    expect(row(page, seeded.newest)).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(row(page, seeded.newest)).to_have_count(0)
    assert OLDER + 5 - PAGE <= rows(page).count() <= PAGE
    page.get_by_role("button", name="Previous").click()
    expect(row(page, seeded.newest)).to_be_visible()


def test_an_experiment_is_found_by_its_id(visit: PageOpener, seeded: Seeded) -> None:
    page = visit("?view=experiments")
    expect(rows(page).first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("nonsense\n")
    expect(page.get_by_role("alert")).to_contain_text("26 letters and digits")
    page.get_by_label("Find an experiment").fill(seeded.crashed.experiment_id.lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Failure analysis")).to_be_visible()


def test_when_the_api_fails_the_rows_stay_and_retrying_helps(
    visit: PageOpener, seeded: Seeded
) -> None:
    visit.allow("503")
    page = visit("?view=experiments")
    expect(row(page, seeded.crashed)).to_be_visible()
    answer = '{"error": {"code": "unavailable", "message": "a store did not answer"}}'
    page.route(
        re.compile("/api/experiments"),
        lambda route: route.fulfill(status=503, content_type="application/json", body=answer),
    )
    page.get_by_role("button", name="Refresh now").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Could not load the experiments: a store did not answer")
    expect(row(page, seeded.crashed)).to_be_visible()
    page.unroute(re.compile("/api/experiments"))
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(0)
    expect(row(page, seeded.crashed)).to_be_visible()


def test_counts_of_severities_filter_and_take_the_filter_away(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit)
    medium = page.get_by_role("list", name="Failures by severity").get_by_role(
        "link", name=re.compile("Medium")
    )
    medium.click()
    expect(page).to_have_url(re.compile("severity=medium"))
    expect(row(page, seeded.timed_out)).to_be_visible()
    expect(row(page, seeded.crashed)).to_have_count(0)
    medium.focus()
    page.keyboard.press("Enter")
    expect(row(page, seeded.crashed)).to_be_visible()
    expect(medium).to_be_focused()


def test_the_oldest_come_first_when_asked_for_and_still_do_after_a_reload(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit, f"&limit={PAGE}")
    head = page.get_by_role("columnheader", name=re.compile("Started"))
    expect(head).to_have_attribute("aria-sort", "descending")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("order=oldest"))
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(row(page, seeded.newest)).to_have_count(0)
    page.reload()
    expect(rows(page)).to_have_count(PAGE)
    assert ids(page) == sorted(ids(page))


def test_a_column_sorts_the_loaded_page_and_the_page_says_so(visit: PageOpener) -> None:
    page = open_list(visit)
    by_time = ids(page)
    head = page.get_by_role("columnheader", name=re.compile("Stage"))
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        expect(page.get_by_text(f"This page by Stage, {direction}")).to_be_visible()
    assert column(page, "Stage")[0] == "Judge"
    page.reload()
    expect(head).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Back to the order of time").click()
    expect(page.get_by_text("This page by")).to_have_count(0)
    assert ids(page) == by_time


def test_columns_are_chosen_and_moved_and_wait_for_the_next_visit(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit)
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="SSIM-Y").check()
    page.get_by_role("checkbox", name="Proposal").uncheck()
    page.get_by_role("button", name="Compact").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("columnheader", name="SSIM-Y")).to_be_visible()
    page.reload()
    expect(page.get_by_role("columnheader", name="SSIM-Y")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Proposal")).to_have_count(0)
    expect(row(page, seeded.adopted)).to_contain_text("0.9705")
    expect(page.locator("table.compact")).to_be_visible()
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("button", name="Usual columns").click()
    expect(page.get_by_role("columnheader", name="Proposal")).to_be_visible()


def test_columns_by_keyboard_alone(visit: PageOpener) -> None:
    page = open_list(visit)
    page.get_by_role("button", name="Columns").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Started")).to_be_focused()
    page.get_by_role("button", name="Move Status earlier").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Move Status earlier")).to_be_focused()
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert [head.split()[0] for head in heads[2:4]] == ["Status", "Started"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Columns")).to_be_focused()


def test_there_are_never_more_columns_than_keep_the_page_quick(visit: PageOpener) -> None:
    page = open_list(visit)
    page.get_by_role("button", name="Columns").click()
    more = page.locator(".columns-list").last.get_by_role("checkbox")
    while more.and_(page.locator(":not([aria-disabled=true])")).count():
        more.and_(page.locator(":not([aria-disabled=true])")).first.click()
    expect(page.get_by_text("There is no room for more")).to_be_visible()
    page.keyboard.press("Escape")
    # Many columns scroll in a box of their own; the page does not.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    rest = page.evaluate(AROUND_ROWS)
    longest = max(page.evaluate(EACH_ROW))
    assert rest + 100 * longest <= MOST_ELEMENTS


def test_the_baseline_stays_on_top_and_others_tell_their_difference(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit, f"&limit={PAGE}")
    row(page, seeded.adopted).get_by_role("button", name=re.compile("^Baseline")).click()
    expect(page).to_have_url(re.compile(f"pin={seeded.adopted.experiment_id}"))
    assert ids(page)[0] == seeded.adopted.experiment_id
    assert ids(page).count(seeded.adopted.experiment_id) == 1
    page.get_by_role("button", name="Next").click()
    expect(row(page, seeded.newest)).to_have_count(0)
    assert ids(page)[0] == seeded.adopted.experiment_id
    page.reload()
    expect(row(page, seeded.adopted)).to_be_visible()
    row(page, seeded.adopted).get_by_role("button", name=re.compile("^Baseline")).click()
    expect(row(page, seeded.adopted)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("pin="))


def test_a_row_is_pinned_by_keyboard_and_keeps_the_focus(
    visit: PageOpener, seeded: Seeded, seeder: Seeder
) -> None:
    other = seeder.adopt(seeder.start("Held against the baseline"))
    page = open_list(visit)
    focus_row(page, seeded.adopted)
    page.keyboard.press("p")
    expect(row(page, other).locator("small", has_text="0.0").first).to_be_visible()
    focused = page.locator(f'[data-opens="{seeded.adopted.experiment_id}"]')
    expect(focused).to_be_focused()
    assert ids(page)[0] == seeded.adopted.experiment_id
    page.keyboard.press("p")
    expect(page).not_to_have_url(re.compile("pin="))
    expect(focused).to_be_focused()


def test_a_baseline_that_is_gone_is_said_to_be(visit: PageOpener) -> None:
    visit.allow("404")
    page = open_list(visit, "&pin=01KAHB4SDSDBKRHRYQCH6ZEFFW")
    expect(page.get_by_role("alert")).to_contain_text("Could not find the baseline")
    expect(rows(page).first).to_be_visible()


def test_a_copied_link_names_its_days(visit: PageOpener) -> None:
    page = open_list(visit, "&range=7&status=failed")
    allow_clipboard(page)
    page.keyboard.press("y")
    expect(page.get_by_role("status").filter(has_text="Copied the link")).to_have_count(1)
    copied = clipboard(page)
    assert copied.startswith(visit.site_url + "?view=experiments&status=failed&from=20")
    assert "range=" not in copied
    page.get_by_role("button", name="Copy link").click()
    assert clipboard(page) == copied
    page.goto(copied)
    expect(rows(page).first).to_be_visible()


def test_a_page_without_a_match_is_no_end_while_there_are_more_days(visit: PageOpener) -> None:
    page = visit("?view=parked")
    page.route(
        re.compile(r"/api/experiments\?"),
        lambda route: route.fulfill(body=json.dumps({"items": [], "cursor": "further"})),
    )
    page.goto(visit.site_url + "?view=experiments&category=timeout")
    expect(page.get_by_role("heading", name="No match so far")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("cursor=further"))


def test_rows_are_cards_on_a_narrow_screen_and_can_still_be_sorted(visit: PageOpener) -> None:
    page = open_list(visit, width=320)
    page.get_by_role("columnheader", name=re.compile("Status")).get_by_role("button").click()
    expect(page).to_have_url(re.compile("sort=status"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
