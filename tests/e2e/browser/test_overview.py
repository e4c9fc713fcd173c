"""The overview: what each picture shows, where each mark leads, by mouse and by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.seed import Seeder
from tests.e2e.browser.ways import Follow, asked, both_ways, chart, drag, middle, tab_to

WIDTHS = {320: 900, 1280: 800, 1920: 1080}
FIRST_VIEW_NODES = 3_500
FIRST_VIEW_REQUESTS = 12
"""Of the page; its document comes before them."""
FIRST_VIEW_SHIFT = 0.02
LONGEST_WAIT_MS = 40_000
REPORT_SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def card(page: Page, name: str) -> Locator:
    """Return the part of the page under a heading."""
    return page.locator(".overview > .card", has=page.get_by_role("heading", name=name))


def span_of(chosen: Locator) -> tuple[str, str]:
    """Return the first and the last of the days chosen."""
    expect(chosen).to_contain_text("failures")
    first, last = re.findall(r"\d{4}-\d\d-\d\d", chosen.inner_text())
    return first, last


@both_ways
def test_a_cell_of_the_matrix_lists_its_failures(visit: PageOpener, follow: Follow) -> None:
    page = visit("?range=7")
    follow(page, page.get_by_role("link", name=re.compile(r"\d+ Timeout at encode, list them")))
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    expected = {"view": "experiments", "category": "timeout", "stage": "encode", "range": "7"}
    assert asked(page) == expected


@both_ways
def test_a_severity_lists_its_failures(visit: PageOpener, follow: Follow) -> None:
    page = visit()
    tiles = page.get_by_role("list", name="Failures by severity")
    follow(page, tiles.get_by_role("link", name="High"))
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    assert asked(page) == {"view": "experiments", "severity": "high"}


@both_ways
def test_a_day_narrows_the_page_to_it(visit: PageOpener, follow: Follow) -> None:
    page = visit()
    days = chart(page, "Failures per day").get_by_role("link")
    expect(days).to_have_count(30)
    follow(page, days.last)
    expect(page.get_by_label("First day (UTC)")).to_be_visible()
    expect(days).to_have_count(1)
    assert asked(page)["from"] == asked(page)["to"]
    page.get_by_role("button", name="All days").click()
    expect(days).to_have_count(30)


def test_a_span_of_days_is_chosen_by_dragging(visit: PageOpener) -> None:
    page = visit()
    days = chart(page, "Failures per day").get_by_role("link")
    expect(days).to_have_count(30)
    drag(page, middle(days.nth(24)), middle(days.nth(29)))
    chosen = page.get_by_role("group", name="The chosen days")
    first, last = span_of(chosen)
    differs = chosen.get_by_role("link", name="What differs?")
    assert f"differs={first}.{last}" in (differs.get_attribute("href") or "")
    chosen.get_by_role("link", name="Only these days").click()
    expect(days).to_have_count(6)
    assert asked(page) == {"from": first, "to": last}


def test_a_span_of_days_is_chosen_by_keyboard(visit: PageOpener) -> None:
    page = visit()
    days = chart(page, "Failures per day").get_by_role("link")
    tab_to(page, days.last)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    chosen = page.get_by_role("group", name="The chosen days")
    first, last = span_of(chosen)
    tab_to(page, chosen.get_by_role("link", name="What differs?"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("view=experiments"))
    assert asked(page)["differs"] == f"{first}.{last}"
    page.go_back()
    tab_to(page, days.last)
    page.keyboard.press("Shift+Home")
    expect(chosen).to_be_visible()
    page.keyboard.press("Escape")
    expect(chosen).to_be_hidden()
    expect(days.first).to_be_focused()


def test_days_of_cost_and_waiting_lead_to_themselves(visit: PageOpener) -> None:
    page = visit()
    for name in ("Model cost", "Time to diagnosis"):
        last = chart(page, name).get_by_role("link").last
        today = last.get_attribute("aria-label") or ""
        assert re.search(r"\d{4}-\d\d-\d\d, show only this day$", today)
        assert re.search("from=.*to=", last.get_attribute("href") or "")
    waits = card(page, "Time to diagnosis")
    for name in ("p50", "p95", "p99"):
        expect(
            waits.locator("div", has_text=name).get_by_text(re.compile(r"\d m?s"))
        ).to_be_visible()
    expect(card(page, "Model cost")).to_contain_text(re.compile(r"\$0.00 of \$\d"))


def test_every_picture_is_a_table_as_well(visit: PageOpener) -> None:
    page = visit()
    chart(page, "Rate and distortion")
    buttons = page.get_by_role("button", name=re.compile("^View “.*” as table$"))
    tables = {
        "Failures by stage and category": "Timeout",
        "Failures over time": "Failures",
        "Time to diagnosis by day": "p99",
        "Model cost over time": "US dollars",
        "Diagnoses by source and day": "Rule",
        "Rate and distortion": "Adopted",
    }
    expect(buttons).to_have_count(len(tables))
    for button in buttons.all():
        button.click()
    for name, word in tables.items():
        expect(page.get_by_role("region", name=re.compile(f"^{name}"))).to_contain_text(word)


def test_rules_explained_what_was_seeded(visit: PageOpener) -> None:
    page = visit()
    told = chart(page, "Diagnoses by source").locator("text").all_text_contents()
    shares = dict(zip(told[::2], told[1::2], strict=True))
    assert int(shares["Rule"].split(" · ")[0]) >= 4


@both_ways
def test_the_latest_failures_open_and_are_stepped_through(
    visit: PageOpener, follow: Follow
) -> None:
    page = visit()
    latest = page.get_by_role("table", name="Latest failures")
    openers = latest.locator("[data-opens]")
    expect(openers.first).to_be_visible()
    assert openers.count() <= 8
    ids = [opener.get_attribute("data-opens") for opener in openers.all()]
    follow(page, openers.nth(0))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(f"exp={ids[1]}"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(openers.nth(1)).to_be_focused()


@both_ways
def test_a_new_group_leads_to_its_failures(visit: PageOpener, follow: Follow) -> None:
    page = visit()
    groups = page.get_by_role("table", name="Worst new groups")
    first = groups.get_by_role("link").first
    expect(first).to_be_visible()
    assert groups.get_by_role("row").count() <= 5
    follow(page, first)
    expect(page).to_have_url(re.compile("view=groups&group=v"))


def test_what_is_new_moves_nothing(visit: PageOpener, seeder: Seeder) -> None:
    page = visit("?view=parked")
    page.clock.install()
    page.goto(visit.site_url)
    opener = page.get_by_role("table", name="Latest failures").locator("[data-opens]").first
    opener.focus()
    place = opener.bounding_box()
    new = seeder.new_failure("It came while the overview was open")
    page.clock.run_for(LONGEST_WAIT_MS)
    show = page.get_by_role("button", name=re.compile(r"\d+ new — show"))
    expect(show).to_be_visible()
    expect(opener).to_be_focused()
    assert opener.bounding_box() == place
    show.click()
    page.clock.run_for(1_000)
    expect(page.locator(f'[data-opens="{new.experiment_id}"]').last).to_be_focused()


def test_what_was_there_stays_when_the_server_fails(visit: PageOpener) -> None:
    visit.allow("503")
    page = visit()
    trend = chart(page, "Failures per day")

    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"error": {"code": "unavailable", "message": "not now"}})

    page.route("**/api/stats*", refuse)
    page.route("**/api/curves*", refuse)
    page.keyboard.press("r")
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("Could not load the counts and the curves: not now")
    expect(trend).to_be_visible()
    page.unroute_all()
    problem.get_by_role("button", name="Try again").click()
    expect(problem).to_be_hidden()
    expect(trend).to_be_visible()


def test_days_without_anything_say_so(visit: PageOpener) -> None:
    page = visit("?from=2020-01-01&to=2020-01-02")
    for words in (
        "No failures in these days.",
        "No diagnoses in these days.",
        "Nothing died a new death in these days.",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(card(page, "Latest failures")).to_contain_text("None in these days.")


def test_the_first_view_is_small_and_stands_still(visit: PageOpener) -> None:
    page = visit("?view=parked")
    page.goto("about:blank")  # a page that is left may still ask for something
    page.add_init_script(REPORT_SHIFTS)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(visit.site_url)
    chart(page, "Rate and distortion")
    page.wait_for_load_state("networkidle")
    document, *parts = requests
    assert document == visit.site_url
    assert len(parts) <= FIRST_VIEW_REQUESTS, parts
    assert page.evaluate("window.shift") <= FIRST_VIEW_SHIFT
    assert page.evaluate("document.querySelectorAll('*').length") <= FIRST_VIEW_NODES
