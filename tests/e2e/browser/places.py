"""Every page of the dashboard, and the states it can be in, by address."""

from tests.e2e.browser.exhibits import Exhibits
from tests.e2e.browser.seed import Seeded

PAGES = {
    "overview": "",
    "experiments": "?view=experiments&limit=50",
    "failure": "?view=experiments&limit=50&exp={seeded.crashed.experiment_id}"
    "&failure={seeded.crashed.failure_id}",
    "failure-page": "?view=failure&exp={seeded.crashed.experiment_id}"
    "&failure={seeded.crashed.failure_id}",
    "groups": "?view=groups",
    "group": "?view=groups&group={exhibits.groups[regressed]}",
    "compare": "?view=compare&ids={exhibits.rivals[0].experiment_id}"
    ",{exhibits.rivals[1].experiment_id},{seeded.adopted.experiment_id}"
    ",{seeded.crashed.experiment_id}",
    "story": "?view=story&exp={exhibits.family.dead.experiment_id}",
    "learned": "?view=learned",
    "parked": "?view=parked",
}
"""What a page shows when all is well."""
STATES = {
    "overview without data": "?from=2020-01-01&to=2020-01-02",
    "experiments filtered": "?view=experiments&category=timeout&stage=encode&from=2026-01-01",
    "experiments, no match": "?view=experiments&stage=publish",
    "experiment adopted": "?view=failure&exp={seeded.adopted.experiment_id}",
    "failure of hostile code": "?view=failure&exp={seeded.hostile.experiment_id}"
    "&failure={seeded.hostile.failure_id}",
    "failure disputed": "?view=failure&exp={exhibits.disputed.experiment_id}"
    "&failure={exhibits.disputed.failure_id}",
    "failure corrected": "?view=failure&exp={exhibits.corrected.experiment_id}"
    "&failure={exhibits.corrected.failure_id}",
    "groups resolved": "?view=groups&gstatus=resolved",
    "group of hostile code": "?view=groups&group={seeded.hostile.fingerprint}",
    "compare of hostile code": "?view=compare&ids={seeded.hostile.experiment_id}"
    ",{seeded.crashed.experiment_id}",
    "compare nothing": "?view=compare",
    "failure verified": "?view=failure&exp={exhibits.family.dead.experiment_id}"
    "&failure={exhibits.family.dead.failure_id}",
    "story refuted": "?view=story&exp={exhibits.family.refuted.experiment_id}",
    "story adopted": "?view=story&exp={exhibits.family.repair.experiment_id}",
    "story skipped": "?view=story&exp={exhibits.family.skipped.experiment_id}",
    "story of hostile code": "?view=story&exp={exhibits.family.hostile.experiment_id}",
}
"""What else it may have to show."""


def address(place: str, seeded: Seeded, exhibits: Exhibits) -> str:
    """Return where a page or a state is to be seen."""
    return {**PAGES, **STATES}[place].format(seeded=seeded, exhibits=exhibits)
