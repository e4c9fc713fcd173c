"""The whole of it: candidates run in the sandbox, die, are explained, and a click says why.

``ERRATA_UPDATE_IMAGES=1`` renews the pictures in the README from what this test sees.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from errata.adapters.s3 import S3Artifacts
from errata.adapters.sqs import SqsFailureQueue
from errata.experiments import Experiment
from errata.taxonomy import Category, ExperimentStatus
from infra.local.outputs import StackOutputs
from infra.local.users import Credentials
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.synthetic import moving_texture
from orchestrator.loop import Loop
from orchestrator.proposers.mutate import MutateProposer
from orchestrator.sandbox import open_sandbox
from orchestrator.spool import Spool
from tests.e2e.browser.conftest import PageOpener, sign_in
from tests.e2e.browser.seed import Seeder

EXPERIMENTS = 14
SEED = 7
IMAGES = Path(__file__).parents[3] / "docs" / "images"


@pytest.fixture(scope="module")
def failed(
    stack: StackOutputs, seeder: Seeder, tmp_path_factory: pytest.TempPathFactory
) -> Sequence[Experiment]:
    """Run real experiments, and return those that failed, with their diagnoses."""
    session = stack.session()
    loop = Loop(
        store=seeder.store,
        artifacts=S3Artifacts(session.client("s3"), stack.artifacts_bucket),
        queue=SqsFailureQueue(session.client("sqs"), stack.failures_queue_url),
        sandbox=open_sandbox(),
        proposer=MutateProposer(),
        course=Course((Clip("texture", moving_texture(8, 144, 176)),)),
        spool=Spool(tmp_path_factory.mktemp("spool") / "parcels.db"),
    )
    run = loop.run(experiments=EXPERIMENTS, seed=SEED)
    dead = [one for one in run.experiments if one.status is ExperimentStatus.FAILED]
    return [seeder.wait_for(experiment) for experiment in dead]


def test_a_click_on_a_badge_says_why_a_real_candidate_died(
    visit: PageOpener, user: Credentials, failed: Sequence[Experiment]
) -> None:
    visit.allow("401", "403")
    page = visit("?view=experiments", signed_in=False, width=1440, height=960)
    sign_in(page, user)
    assert len({experiment.category for experiment in failed}) >= 2
    for experiment in failed:
        badge = page.locator(f'a.badge[data-opens="{experiment.experiment_id}"]')
        badge.click()
        diagnosis = page.get_by_role("dialog").get_by_role("region", name="Diagnosis")
        assert experiment.root_cause
        expect(diagnosis).to_contain_text(experiment.root_cause)
        expect(page.get_by_role("region", name="Code lines")).to_be_visible()
        page.keyboard.press("Escape")
        expect(badge).to_be_focused()
    if os.environ.get("ERRATA_UPDATE_IMAGES"):
        _update_images(page, failed)


def _update_images(page: Page, failed: Sequence[Experiment]) -> None:
    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    links.filter(has_text="Overview").click()
    expect(page.get_by_role("group", name="Rate and distortion")).to_be_visible()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=IMAGES / "dashboard.png", full_page=True)
    links.filter(has_text="Experiments").click()
    crashed = next(one for one in failed if one.category is Category.RUNTIME_ERROR)
    page.locator(f'a.badge[data-opens="{crashed.experiment_id}"]').click()
    expect(page.get_by_role("region", name="Code lines")).to_be_visible()
    page.screenshot(path=IMAGES / "failure.png")
