"""A person's verdict outranks the machine's, on the real template with IAM enforced."""

import pytest

from infra.local.stack import StackOutputs
from infra.local.users import credentials
from tests.e2e.failures import address, publish
from tests.e2e.visitor import Visitor

VERDICT = {
    "category": "validation_error",
    "severity": "high",
    "root_cause": "Candidates may not import torchaudio.",
    "fix_suggestion": "Do without torchaudio.",
}


@pytest.fixture
def viewer(stack: StackOutputs) -> Visitor:
    visitor = Visitor(stack.site_url)
    user = next(user for user in credentials() if user.username != "admin")
    assert visitor.sign_in(user).status == 200
    return visitor


def test_a_correction_holds_for_kin_to_come(stack: StackOutputs, admin: Visitor) -> None:
    by_people = admin.get("/api/stats").json["by_source"].get("human", 0)
    first = publish(stack, "torchaudio")
    admin.wait_for(address(first))

    corrected = admin.post(f"{address(first)}/correction", VERDICT)
    assert corrected.status == 200, corrected.body
    kin = publish(stack, "torchaudio")

    diagnosis = admin.wait_for(address(kin)).json["diagnosis"]
    assert (diagnosis["category"], diagnosis["source"]) == ("validation_error", "memory")
    assert diagnosis["root_cause"] == VERDICT["root_cause"]
    group = admin.get(f"/api/groups/{diagnosis['fingerprint']}").json["group"]
    assert group["root_cause"] == VERDICT["root_cause"]
    history = admin.get(f"{address(first)}/corrections").json["items"]
    assert [(it["by"], it["before"]["category"]) for it in history] == [("admin", "import_error")]
    assert admin.get("/api/stats").json["by_source"]["human"] == by_people + 1


def test_a_resolved_group_that_comes_back_regressed(stack: StackOutputs, admin: Visitor) -> None:
    fingerprint = admin.wait_for(address(publish(stack, "skimage"))).json["diagnosis"][
        "fingerprint"
    ]

    decided = admin.post(f"/api/groups/{fingerprint}/status", {"status": "resolved"})
    assert (decided.status, decided.json["status"]) == (200, "resolved")
    admin.wait_for(address(publish(stack, "skimage")))

    assert admin.get(f"/api/groups/{fingerprint}").json["group"]["status"] == "regressed"
    regressed = admin.get("/api/groups?status=regressed").json["items"]
    assert fingerprint in {group["fingerprint"] for group in regressed}
    trail = admin.get("/api/audit?limit=200").json["items"]
    [entry] = [it for it in trail if it["subject"] == f"groups/{fingerprint}"]
    assert (entry["by"], entry["after"]) == ("admin", {"status": "resolved"})


def test_viewers_correct_nothing(stack: StackOutputs, admin: Visitor, viewer: Visitor) -> None:
    event = publish(stack, "sklearn")
    before = admin.wait_for(address(event)).json["diagnosis"]

    assert viewer.post(f"{address(event)}/correction", VERDICT).status == 403

    assert viewer.get(address(event)).json["diagnosis"] == before
    assert viewer.get("/api/audit").status == 403
