"""Files a person takes away: all that passes the filter, or what is selected."""

import csv
import json
import re
from pathlib import Path

from playwright.sync_api import Download, Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.listing import open_list, row, rows
from tests.e2e.browser.seed import Seeded, Seeder

PAGES = re.compile(r"/api/experiments\?.*limit=200")
NAME = re.compile(
    r"^errata-experiments_status-failed_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d_made-\d{8}T\d{6}Z\.csv$"
)


def exported(page: Page, button: str) -> Download:
    page.get_by_role("button", name="Export").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value


def table(download: Download) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV file by their id."""
    with Path(download.path()).open(encoding="utf-8", newline="") as file:
        return {line["experiment_id"]: line for line in csv.DictReader(file)}


def test_all_that_passes_the_filter_is_saved_as_csv(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit, "&status=failed")
    download = exported(page, "CSV")
    assert NAME.match(download.suggested_filename)
    lines = table(download)
    crashed = lines[seeded.crashed.experiment_id]
    assert crashed["root_cause"] == seeded.crashed.root_cause
    assert crashed["confidence [0 to 1]"] == str(seeded.crashed.confidence)
    assert seeded.adopted.experiment_id not in lines
    expect(page.get_by_role("status").filter(has_text="Saved")).to_have_count(1)


def test_no_cell_of_the_file_runs_as_a_formula(visit: PageOpener, seeder: Seeder) -> None:
    hostile = seeder.adopt(seeder.start('=HYPERLINK("https://x.example";"=1+1")'))
    page = open_list(visit, "&status=adopted")
    cells = table(exported(page, "CSV"))[hostile.experiment_id]
    assert cells["hypothesis"] == '\'=HYPERLINK("https://x.example";"\'=1+1")'
    assert cells["bd_rate_vs_champion_percent [%]"] == "-4.1287"


def test_json_has_everything_by_keyboard_alone(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit, "&status=adopted")
    page.get_by_role("button", name="Export").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="CSV")).to_be_focused()
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert told["filter"]["status"] == "adopted"
    by_id = {one["experiment_id"]: one for one in told["experiments"]}
    assert len(by_id[seeded.adopted.experiment_id]["points"]) == len(seeded.adopted.points)


def test_a_selection_is_saved_by_itself(visit: PageOpener, seeded: Seeded) -> None:
    page = open_list(visit)
    row(page, seeded.hostile).get_by_role("checkbox").click()
    bar = page.get_by_role("region", name="Selection")
    bar.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        bar.get_by_role("button", name="CSV").click()
    assert list(table(download.value)) == [seeded.hostile.experiment_id]


def test_a_long_export_tells_how_far_it_is_and_can_be_stopped(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = open_list(visit)
    expect(row(page, seeded.newest)).to_be_visible()
    page.route(PAGES, lambda _route: None)  # the API takes its time
    page.get_by_role("button", name="Export").first.click()
    page.get_by_role("button", name="CSV").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="CSV")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="cancelled")).to_have_count(1)


def test_an_export_that_breaks_off_says_so_and_can_be_tried_again(visit: PageOpener) -> None:
    visit.allow("503")
    page = open_list(visit)
    answer = '{"error": {"code": "unavailable", "message": "a store did not answer"}}'
    page.route(
        PAGES,
        lambda route: route.fulfill(status=503, content_type="application/json", body=answer),
    )
    page.get_by_role("button", name="Export").first.click()
    page.get_by_role("button", name="JSON").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Could not export: a store did not answer")
    expect(rows(page).first).to_be_visible()
    page.unroute(PAGES)
    with page.expect_download() as download:
        alert.get_by_role("button", name="Try again").click()
    assert download.value.suggested_filename.endswith(".json")
