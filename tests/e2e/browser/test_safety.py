"""Hostile text is shown, never run; the policy that would stop it anyway is sent and kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import RTL_OVERRIDE
from tests.e2e.browser.seed import Seeded

ADDRESSES = (
    "?view=experiments",
    "?view=experiments&exp={experiment}&failure={failure}",
    "?view=groups",
)


def assert_harmless(page: Page) -> None:
    """Nothing ran, nothing became an element, nothing reorders, nothing breaks the layout."""
    assert page.evaluate("window.pwned") is None
    assert page.locator("#app img, #app script, [onerror]").count() == 0
    assert page.locator('a[href^="javascript:"]').count() == 0
    assert RTL_OVERRIDE not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_text_stays_text(
    visit: PageOpener, seeded: Seeded, address: str, width: int
) -> None:
    hostile = seeded.hostile
    page = visit(
        address.format(experiment=hostile.experiment_id, failure=hostile.failure_id), width=width
    )
    expect(page.get_by_text("<script>window.pwned=1</script>").first).to_be_attached()
    assert_harmless(page)


def test_hostile_addresses_are_harmless(visit: PageOpener) -> None:
    page = visit(
        "?view=experiments&category=%3Cscript%3E&exp=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E&limit=-1"
        "&group=javascript:alert(1)&from=9999-99-99#%3Csvg%20onload=alert(1)%3E"
    )
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
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
