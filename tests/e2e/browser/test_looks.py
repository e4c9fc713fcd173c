"""The instruments of these tests: they find what is wrong, and leave nothing behind."""

import pytest

from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.contexts import Contexts
from tests.e2e.browser.looks import assert_fits, violations

APPEND = "(tag) => document.querySelector('#main').append(document.createElement(tag))"
WIDEN = "document.querySelector('#main > hr').style.width = '3000px'"


def test_axe_finds_what_is_wrong(visit: PageOpener) -> None:
    page = visit("?view=parked")
    page.locator("h1").wait_for()
    page.evaluate(APPEND, "button")
    assert any("button-name" in it for it in violations(page))


def test_what_sticks_out_is_found(visit: PageOpener) -> None:
    page = visit("?view=parked")
    page.locator("h1").wait_for()
    page.evaluate(APPEND, "hr")
    page.evaluate(WIDEN)
    with pytest.raises(AssertionError):
        assert_fits(page)


def test_a_context_is_lent_again_without_what_was_left_in_it(
    visit: PageOpener, contexts: Contexts
) -> None:
    page = visit("?view=parked")
    context = page.context
    page.evaluate("localStorage['left'] = 'behind'")
    visit.close()
    again = contexts.take("UTC", None)
    assert again is context
    fresh = again.new_page()
    fresh.goto(visit.site_url)
    assert fresh.evaluate("localStorage.getItem('left')") is None
    assert again.cookies() == []
    contexts.give_back(again)
