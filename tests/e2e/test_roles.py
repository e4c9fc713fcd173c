"""The stack enforces IAM: each function works by the role the template gives it, or not at all."""

import json
from collections.abc import Iterator

import pytest
from botocore.client import BaseClient

from infra.local.stack import StackOutputs
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


def role_with(iam: BaseClient, policy: str) -> str:
    for role in iam.list_roles()["Roles"]:
        names = iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
        if policy in names:
            return role["RoleName"]
    raise AssertionError(f"no role has a policy {policy}")
