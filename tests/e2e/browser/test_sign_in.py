"""Who gets in, and how: the session is the browser's, never the script's."""

import secrets

from playwright.sync_api import expect

from infra.local.outputs import StackOutputs
from infra.local.users import Credentials
from tests.e2e.browser.conftest import PageOpener, sign_in

# The gateway refuses a cookie it cannot accept with 403, our API a missing one with 401.
NOT_SIGNED_IN = ("401", "403")


def test_sign_in_returns_to_the_address_that_was_asked_for(
    visit: PageOpener, user: Credentials
) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit("?view=experiments&category=timeout&limit=50", signed_in=False)
    sign_in(page, user)
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    expect(page).to_have_url(visit.site_url + "?view=experiments&category=timeout&limit=50")
    expect(page.get_by_role("combobox", name="Category", exact=True)).to_have_value("timeout")


def test_a_wrong_password_is_refused_and_can_be_corrected(
    visit: PageOpener, user: Credentials
) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit(signed_in=False)
    sign_in(page, Credentials(user.username, "not the password"))
    expect(page.get_by_role("alert")).to_contain_text("Wrong user name or password")
    sign_in(page, user)
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def test_a_first_password_has_to_be_replaced(visit: PageOpener, stack: StackOutputs) -> None:
    visit.allow(*NOT_SIGNED_IN, "409")
    invited = Credentials(f"invited-{secrets.token_hex(4)}", f"First-{secrets.token_hex(8)}1")
    stack.session().client("cognito-idp").admin_create_user(
        UserPoolId=stack.user_pool_id,
        Username=invited.username,
        TemporaryPassword=invited.password,
        MessageAction="SUPPRESS",
    )
    page = visit(signed_in=False)
    sign_in(page, invited)
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()
    page.get_by_label("New password", exact=True).fill("A-second-Password-2")
    page.get_by_label("New password again").fill("another one")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_contain_text("differ")
    page.get_by_label("New password again").fill("A-second-Password-2")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_text(invited.username)).to_be_visible()


def test_no_script_can_read_the_session(visit: PageOpener) -> None:
    page = visit("?view=experiments")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()
    assert page.evaluate("document.cookie") == ""
    stored = page.evaluate("Object.values({...localStorage, ...sessionStorage}).join()")
    assert set(stored.split(",")) <= {"system", "utc", "on", "off", "unified"}
    cookies = page.context.cookies()
    assert cookies
    assert all(cookie["httpOnly"] and cookie["secure"] for cookie in cookies)
    assert all(cookie["sameSite"] == "Strict" for cookie in cookies)


def test_a_session_that_ends_asks_to_sign_in_and_goes_on_where_it_was(
    visit: PageOpener, user: Credentials
) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit("?view=groups")
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("button", name="Refresh now").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    expect(page).to_have_url(visit.site_url + "?view=groups")
    sign_in(page, user)
    expect(page.get_by_role("table", name="Groups")).to_be_visible()


def test_an_access_token_that_expired_is_renewed_unnoticed(visit: PageOpener) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit("?view=groups")
    expect(page.get_by_role("table", name="Groups")).to_be_visible()
    page.context.clear_cookies(name="__Host-errata")
    page.get_by_role("link", name="Experiments").click()
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()


def test_signing_out_leaves_nothing_behind(visit: PageOpener, user: Credentials) -> None:
    visit.allow(*NOT_SIGNED_IN)
    page = visit(signed_in=False)
    sign_in(page, user)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.context.cookies() == []
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
