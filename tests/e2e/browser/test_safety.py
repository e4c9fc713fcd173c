"""Hostile text is shown, never run; the policy that would stop it anyway is sent and kept."""

import re

import pytest
from playwright.sync_api import Page, expect
from ulid import ULID

from errata.experiments import Experiment
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import FORGED, HOSTILE, HOSTILE_CODE, RTL_OVERRIDE, hostile
from tests.e2e.browser.seed import Seeded, Seeder

PLACES = {
    "overview": "",
    "experiments": "?view=experiments&status=failed",
    "failure": "?view=experiments&exp={0.experiment_id}&failure={0.failure_id}",
    "failure page": "?view=failure&exp={0.experiment_id}&failure={0.failure_id}",
    "groups": "?view=groups",
    "group": "?view=groups&group={0.fingerprint}",
    "compare": "?view=compare&ids={0.experiment_id},{1.experiment_id}",
}
INJECTION = "%22%3E%3Cimg%20src=x%20onerror=window.pwned=1%3E"


def assert_harmless(page: Page) -> None:
    """Nothing ran, nothing became an element, nothing reorders, nothing breaks the layout."""
    assert page.evaluate("window.pwned") is None
    assert page.locator("#app img, #app script, [onerror]").count() == 0
    assert page.locator('a[href^="javascript:"]').count() == 0
    assert RTL_OVERRIDE not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(scope="module")
def latest(seeder: Seeder) -> Experiment:
    """A hostile one among the latest, which are all that some pages show."""
    started = seeder.start(HOSTILE + "A" * 900, HOSTILE_CODE + str(ULID()).encode())
    return seeder.wait_for(seeder.fail(started, hostile()))


@pytest.mark.parametrize("place", PLACES)
def test_hostile_text_stays_text(
    visit: PageOpener, seeded: Seeded, latest: Experiment, place: str
) -> None:
    page = visit(PLACES[place].format(latest, seeded.crashed), width=320)
    expect(page.get_by_text("<script>window.pwned=1</script>").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert_harmless(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert_harmless(page)


def test_hostile_code_and_logs_stay_text_to_their_last_line(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit(PLACES["failure page"].format(seeded.hostile))
    log = page.get_by_role("region", name="Log lines")
    log.get_by_role("button", name=re.compile("^Show 5 more lines")).click()
    expect(log.get_by_text(FORGED)).to_be_attached()
    expect(log.locator(".log-line[data-missing], .log-line[data-cut]").first).to_be_attached()
    code = page.get_by_role("region", name="Code lines")
    expect(code.get_by_text("[fix](javascript:alert(1))").first).to_be_attached()
    assert_harmless(page)


@pytest.mark.parametrize(
    "view", ["overview", "experiments", "groups", "compare", "failure", "parked"]
)
def test_hostile_addresses_are_harmless(visit: PageOpener, view: str) -> None:
    parameters = ("category", "exp", "failure", "ids", "pin", "sort", "differs", "gstatus", "order")
    attack = "&".join(f"{name}={INJECTION}" for name in parameters)
    page = visit(
        f"?view={view}&{attack}&limit=-1&group=javascript:alert(1)&from=9999-99-99"
        "&cursor=%00%F0%9F%98%80#%3Csvg%20onload=alert(1)%3E"
    )
    visit.allow("422")
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert_harmless(page)


def test_hostile_ids_are_refused_where_they_are_typed(visit: PageOpener) -> None:
    for address, field in (
        ("?view=experiments", "Find an experiment"),
        ("?view=compare", "Add an experiment by its id"),
    ):
        page = visit(address)
        page.get_by_label(field).fill('"><img src=x onerror=window.pwned=1>')
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("26 letters and digits")
        assert_harmless(page)


def test_the_policy_is_sent_with_the_page(visit: PageOpener) -> None:
    answer = visit().reload()
    assert answer
    headers = answer.all_headers()
    policy = headers["content-security-policy"]
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_policy_is_in_force(visit: PageOpener) -> None:
    visit.allow("policy violated", "Content Security Policy", "TrustedHTML")
    page = visit()
    refused = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>' } catch (error) { return error.name } }"
    )
    assert refused == "TypeError"
