"""The candidate's code: what it changed of its parent's, and where it died."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from errata.events import ExitFacts, Frame, RaisedException
from errata.experiments import Experiment
from errata.taxonomy import Limit, Stage
from orchestrator.sandbox.step import StepResult
from tests.e2e.browser.conftest import PageOpener
from tests.e2e.browser.deaths import CRASH_LINE
from tests.e2e.browser.seed import Seeded, Seeder


def address(experiment: Experiment) -> str:
    return f"?view=failure&exp={experiment.experiment_id}&failure={experiment.failure_id}"


def code(page: Page) -> Locator:
    return page.get_by_role("region", name="Code lines")


@pytest.fixture(scope="module")
def stopped(seeder: Seeder) -> Experiment:
    """Two threads that stood somewhere when time ran out."""
    kinds = ("Thread", "Timeout")
    threads = tuple(
        RaisedException(
            type=kind,
            message="encode() did not end within 60 s",
            frames=(Frame(file="/box/candidate.py", line=line, function="search"),),
        )
        for kind, line in zip(kinds, (20, 30), strict=True)
    )
    result = StepResult(
        Stage.ENCODE,
        ExitFacts(signal=9, limit=Limit.WALL_CLOCK, duration_s=60.0),
        "encode() did not end within 60 s",
        exceptions=threads,
        log=b"frame 000 coded\n",
    )
    return seeder.wait_for(seeder.fail(seeder.start("Search with two threads"), result))


def test_only_what_changed_is_shown_and_more_on_demand(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    expect(code(page).get_by_role("deletion")).to_have_count(1)
    added = code(page).get_by_role("insertion")
    expect(added).to_contain_text("coefficients[:, :4]")
    expect(added).to_contain_text("crashed here")
    expect(code(page)).not_to_contain_text("import numpy as np")

    gap = code(page).get_by_role("button", name=re.compile("hidden lines"))
    gap.first.focus()
    page.keyboard.press("Enter")
    expect(code(page)).to_contain_text("import numpy as np")
    expect(code(page)).to_be_focused()


def test_a_frame_of_the_exception_leads_to_its_line(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    page.get_by_role("button", name="Candidate", exact=True).click()
    page.get_by_role("link", name=f"line {CRASH_LINE} in the code").click()
    expect(page).to_have_url(re.compile(f"#C{CRASH_LINE}$"))
    target = code(page).locator(".target")
    expect(target).to_contain_text("crashed here")
    expect(target).to_be_in_viewport()
    expect(code(page)).to_be_focused()


def test_a_link_to_a_line_opens_the_gap_it_is_in(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed) + "#C2")
    expect(code(page).locator(".target")).to_be_in_viewport()
    expect(code(page).locator(".target")).to_have_attribute("data-number", "2")


def test_both_sides_stand_side_by_side_when_preferred(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.crashed))
    page.get_by_role("button", name="Split").click()
    pair = code(page).locator(".code-pair", has=page.get_by_role("deletion"))
    left, right = (pair.get_by_role(role).bounding_box() for role in ("deletion", "insertion"))
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]

    page.reload()
    expect(page.get_by_role("button", name="Split")).to_have_attribute("aria-pressed", "true")
    expect(pair).to_be_attached()
    page.get_by_role("button", name="Parent", exact=True).click()
    expect(code(page).get_by_role("insertion")).to_have_count(0)
    expect(code(page)).to_contain_text("import numpy as np")


def test_threads_that_were_stopped_did_not_crash(visit: PageOpener, stopped: Experiment) -> None:
    page = visit(address(stopped))
    expect(page.get_by_role("heading", name="Threads", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Exceptions")).to_have_count(0)
    expect(code(page).locator(".code-crash")).to_have_count(2)
    expect(code(page)).to_contain_text("stopped here")
    expect(code(page)).not_to_contain_text("crashed here")


def test_a_line_of_code_too_long_to_draw_is_cut(visit: PageOpener, seeded: Seeded) -> None:
    page = visit(address(seeded.hostile))
    expect(code(page)).to_contain_text("more characters")
    assert len(code(page).inner_text()) < 10_000
