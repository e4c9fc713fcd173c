"""The detail of a failure as a page of its own, to be sent to others and to be kept."""

import re

from playwright.sync_api import Page, expect

from errata.experiments import Experiment
from infra.local.users import Credentials
from tests.e2e.browser.conftest import PageOpener, sign_in
from tests.e2e.browser.deaths import BROADCAST, HOSTILE
from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.seed import Seeded


def address(experiment: Experiment, view: str = "failure") -> str:
    failure = experiment.failure_id and f"&failure={experiment.failure_id}"
    return f"?view={view}&exp={experiment.experiment_id}{failure or ''}"


def copied(page: Page) -> str:
    """Return the analysis as the button copies it."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the analysis as Markdown").click()
    expect(page.get_by_text("Copied the analysis as Markdown.")).to_be_attached()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_dialog_becomes_a_page_and_leads_back_to_the_list(
    visit: PageOpener, seeded: Seeded
) -> None:
    page = visit("?view=experiments&status=failed")
    page.locator(f'a.badge[data-opens="{seeded.crashed.experiment_id}"]').click()
    page.get_by_role("link", name="Open full page").click()

    expect(page).to_have_url(re.compile(r"\?view=failure&status=failed&exp="))
    expect(page.get_by_role("dialog")).to_have_count(0)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(seeded.crashed.experiment_id[-8:])
    expect(heading).to_be_focused()
    expect(page.get_by_role("region", name="Log lines")).to_contain_text(BROADCAST)

    page.go_back()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="All experiments").click()
    expect(page).to_have_url(visit.site_url + "?view=experiments&status=failed")
    expect(page.get_by_role("table", name="Experiments")).to_be_visible()


def test_a_page_is_reached_by_keyboard_alone(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed, "experiments"))
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_be_focused()
    link = page.get_by_role("link", name="Open full page")
    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("group", name="Evidence")).to_be_visible()
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile("view=failure.*#L403$"))
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="All experiments")).to_be_focused()


def test_a_session_that_ends_comes_back_to_the_same_line(
    visit: PageOpener, seeded: Seeded, user: Credentials
) -> None:
    visit.allow("401", "403")
    page = visit(address(seeded.crashed) + "#L7")
    expect(page.locator(".log-line.target")).to_be_in_viewport()
    page.context.clear_cookies()
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, user)
    expect(page.locator(".log-line.target")).to_be_in_viewport()
    expect(page).to_have_url(visit.site_url + address(seeded.crashed) + "#L7")


def test_the_analysis_is_copied_as_markdown(visit: PageOpener, seeded: Seeded) -> None:
    text = copied(visit(address(seeded.crashed)))
    assert text.startswith(f"# Failure analysis of {seeded.crashed.experiment_id}\n")
    assert f"> 403 | ValueError: {BROADCAST}" in text
    assert "\n+    magnitude = np.floor(np.abs(coefficients[:, :4])" in text
    assert "- Explained by: Rule shapes" in text
    assert f"<{visit.site_url}{address(seeded.crashed)}>" in text


def test_hostile_text_does_not_leave_its_place_in_markdown(
    visit: PageOpener, seeded: Seeded
) -> None:
    text = copied(visit(address(seeded.hostile)))
    prose = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert HOSTILE.split()[0] in text  # in a fence
    assert not re.search(r"(?<!\\)<(img|script)", prose)


def test_measurements_stand_beside_the_encoders(visit: PageOpener, exhibits: Exhibits) -> None:
    page = visit(address(exhibits.rivals[1]))
    points = page.get_by_role("region", name="Measured points on carphone")
    expect(points.get_by_role("row")).to_have_count(5)
    expect(points).to_contain_text("PSNR-YUV, dB")
    expect(page.get_by_role("img", name="Rate and distortion")).to_be_visible()
    expect(page.get_by_text("144 pixels, 2 frames at 30 fps")).to_be_visible()
    page.get_by_role("button", name="held & back (held out)").click()
    expect(page.get_by_role("region", name="Measured points on held & back")).to_be_visible()
