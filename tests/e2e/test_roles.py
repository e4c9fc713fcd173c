"""The stack enforces IAM: each function works by the role the template gives it, or not at all."""

import json
from collections.abc import Iterator
from functools import cache, partial

import pytest

from infra.local.stack import StackOutputs
from tests.e2e.roles import ATTEMPTS, POLICIES, is_refused, rights, role_with
from tests.e2e.visitor import Visitor

POLICY = "admin-api"


@pytest.fixture
def role_without_policy(stack: StackOutputs) -> Iterator[str]:
    """The admin API's role, for the time of a test without its policy."""
    iam = stack.session().client("iam")
    role = role_with(iam, POLICY)
    document = iam.get_role_policy(RoleName=role, PolicyName=POLICY)["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName=POLICY)
    yield role
    text = document if isinstance(document, str) else json.dumps(document)
    iam.put_role_policy(RoleName=role, PolicyName=POLICY, PolicyDocument=text)


@pytest.mark.usefixtures("role_without_policy")
def test_without_its_policy_the_api_reads_nothing(admin: Visitor) -> None:
    assert admin.get("/api/health").status == 200
    assert admin.get("/api/groups").status == 503


def test_with_its_policy_the_api_reads(admin: Visitor) -> None:
    for path in ("experiments", "groups", "stats", "parked", "version"):
        assert admin.get(f"/api/{path}").status == 200


@pytest.mark.parametrize("policy", POLICIES)
def test_a_role_may_do_this_and_nothing_else(stack: StackOutputs, policy: str) -> None:
    with rights(stack, policy) as caller:
        credentials = {name.lower(): value for name, value in caller.items()}
        to = cache(partial(stack.session().client, **credentials))
        refused = {it for it, (do, _) in ATTEMPTS.items() if is_refused(do, to, stack)}

    assert refused == {it for it, (_, allowed) in ATTEMPTS.items() if policy not in allowed}
