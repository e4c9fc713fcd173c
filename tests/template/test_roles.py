"""Each part has a role of its own that may do what the part does, and no more: in tables.

IAM itself is asked (``tests/support/iam.py``), with the conditions that a call would have. That the
parts make no other calls than these, ``tests/adapters`` see to: there they run in their roles.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.iam import REGION, Call, Role, arn
from tests.template.decided import Resources, given, listed, of_type, statements
from tests.template.rights import (
    BEDROCK,
    DELETES,
    FOREIGN,
    FUNCTIONS,
    KEY,
    MAY,
    NAMES,
    NEVER,
    PARTITIONS,
    ROLES,
    SHA,
    WITH_KEY,
    WRITES,
    WRITING,
)


@pytest.fixture(scope="module")
def everything(template: dict[str, Any]) -> Resources:
    """All that a deployment can make: with machines that ask a model, and a key of one's own."""
    parameters = {**NAMES, "KmsKeyArn": KEY, "ClaudeProvider": "bedrock"}
    return given(template, OrchestratorProposer="claude", **parameters)


@pytest.fixture(scope="module")
def roles(everything: Resources) -> Mapping[str, Role]:
    return {name: Role(everything, name, NAMES) for name in ROLES}


@pytest.fixture(scope="module")
def arns(everything: Resources) -> Mapping[str, str]:
    known = ("Table", "ArtifactBucket", "SiteBucket", "FailuresQueue", "DeadLetterQueue")
    more = ("ClaudeSecret", "UserPool", *of_type(everything, "AWS::Logs::LogGroup"))
    return {name: arn(everything, name, name) for name in (*known, *more)}


def test_these_are_all_the_roles(everything: Resources) -> None:
    assert set(of_type(everything, "AWS::IAM::Role")) == set(ROLES)


@pytest.mark.parametrize("name", ROLES)
def test_only_its_service_takes_a_role_and_nothing_is_added_to_it(
    everything: Resources, name: str
) -> None:
    role = everything[name]["Properties"]
    service = "lambda" if name in FUNCTIONS else "ec2"

    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": f"{service}.amazonaws.com"}
    assert "ManagedPolicyArns" not in role


def test_each_function_has_a_role_of_its_own(resources: Resources) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")

    assert sorted(f["Role"]["Fn::GetAtt"][0] for f in functions.values()) == sorted(FUNCTIONS)
    assert all("Policies" not in function for function in functions.values())


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("action", ["PutItem", "UpdateItem", "DeleteItem"])
def test_a_role_writes_its_own_partitions_of_the_table_only(
    roles: Mapping[str, Role], arns: Mapping[str, str], name: str, action: str
) -> None:
    allowed = DELETES.get(name, set()) if action == "DeleteItem" else WRITES[name]

    def may(*partitions: str) -> bool:
        context = {"dynamodb:LeadingKeys": list(partitions)}
        return roles[name].may(Call(f"dynamodb:{action}", arns["Table"], context))

    assert {kind for kind, partition in PARTITIONS.items() if may(partition)} == allowed
    for kind in allowed:  # one key too many spoils the call
        assert not may(PARTITIONS[kind], PARTITIONS["of nobody"])


def test_the_loop_counts_repairs_of_a_group_and_changes_nothing_else_of_it(
    roles: Mapping[str, Role], arns: Mapping[str, str]
) -> None:
    counting = ["pk", "sk", "verified", "revision"]

    def may(action: str, attributes: list[str], partition: str = "group") -> bool:
        context = {
            "dynamodb:LeadingKeys": [PARTITIONS[partition]],
            "dynamodb:Attributes": attributes,
        }
        call = Call(f"dynamodb:{action}", arns["Table"], context)
        return roles["OrchestratorRole"].may(call)

    assert may("UpdateItem", counting)
    assert not may("UpdateItem", [*counting, "body"])
    assert not may("UpdateItem", ["pk", "sk", "exemplar"])
    assert not may("PutItem", counting)
    assert not may("UpdateItem", counting, "claim")


def test_conditions_on_keys_stand_where_aws_always_tells_them(everything: Resources) -> None:
    """``ForAllValues`` is true of a call without keys, such as a scan."""
    with_key = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"}
    for name in ROLES:
        for statement in statements(everything[name]):
            if "ForAllValues:StringLike" in statement.get("Condition", {}):
                assert set(listed(statement["Action"])) <= with_key


@pytest.mark.parametrize("name", ROLES)
def test_a_role_may_do_what_its_part_does(
    roles: Mapping[str, Role], arns: Mapping[str, str], name: str
) -> None:
    for action, resource in MAY[name].items():
        assert roles[name].may(Call(action, _arn(arns, resource))), action


@pytest.mark.parametrize("name", ROLES)
def test_a_role_may_do_nothing_else(roles: Mapping[str, Role], name: str) -> None:
    written = WRITING if name in DELETES else WRITING - {"dynamodb:DeleteItem"}
    expected = set(MAY[name]) | (written if WRITES[name] else set())

    # The authorizer reads no data, so that it needs no key.
    assert roles[name].actions - WITH_KEY == expected
    assert bool(roles[name].actions & WITH_KEY) == (name != "AuthorizerRole")


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("forbidden", [FOREIGN, NEVER], ids=["foreign", "never"])
def test_a_role_may_not(
    roles: Mapping[str, Role], arns: Mapping[str, str], name: str, forbidden: dict[str, str]
) -> None:
    calls = [Call(action, _arn(arns, resource)) for action, resource in forbidden.items()]

    assert [str(call) for call in calls if roles[name].may(call)] == []


@pytest.mark.parametrize("name", ROLES)
def test_a_role_may_not_do_what_only_others_may(
    roles: Mapping[str, Role], arns: Mapping[str, str], name: str
) -> None:
    others = {it for other in ROLES if other != name for it in MAY[other].items()}
    calls = [Call(action, _arn(arns, on)) for action, on in others - set(MAY[name].items())]

    assert [str(call) for call in calls if roles[name].may(call)] == []


@pytest.mark.parametrize(
    ("service", "allowed"),
    [("dynamodb", True), ("s3", True), ("secretsmanager", True), ("sqs", True), ("ec2", False)],
)
def test_the_key_is_used_through_the_services_that_hold_data(
    roles: Mapping[str, Role], service: str, allowed: bool
) -> None:
    through = {"kms:ViaService": f"{service}.{REGION}.amazonaws.com"}

    for name in ROLES:
        reads_data = name != "AuthorizerRole"
        assert roles[name].may(Call("kms:Decrypt", KEY, through)) == (allowed and reads_data)
        assert not roles[name].may(Call("kms:Decrypt", KEY))


def test_a_machine_reads_its_release_and_no_other(roles: Mapping[str, Role]) -> None:
    folder = "arn:aws:s3:::releases/orchestrator"

    for name in ROLES:
        ours = Call("s3:GetObject", f"{folder}/{SHA}.tar.gz")
        assert roles[name].may(ours) == (name == "OrchestratorRole")
        assert not roles[name].may(Call("s3:GetObject", f"{folder}/{'6' * 64}.tar.gz"))


@pytest.mark.parametrize("name", ["DiagnoserRole", "UpgraderRole"])
def test_bedrock_is_asked_only_where_it_was_chosen(template: dict[str, Any], name: str) -> None:
    [(action, on)] = BEDROCK.items()

    assert Role(given(template, ClaudeProvider="bedrock"), name).may(Call(action, on))
    assert not Role(given(template), name).may(Call(action, on))


def _arn(arns: Mapping[str, str], resource: str) -> str:
    """Return the ARN of a logical id with a key below it, or what is given otherwise."""
    name, _, key = resource.partition("/")
    found = arns.get(name, "").replace(":*", ":log-stream:x")
    return f"{found}/{key}".rstrip("/") if found else resource
