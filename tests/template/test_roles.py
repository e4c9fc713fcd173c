"""Each function has a role of its own that may do what the function does, and no more."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from errata.adapters.dynamodb.keys import claim
from tests.template.decided import Resolver, Resources, of_type

ROLES = ("DiagnoserRole", "UpgraderRole", "AdminApiRole", "AuthorizerRole")


@pytest.mark.parametrize("name", ROLES)
def test_a_role_names_its_actions_and_resources(template: dict[str, Any], name: str) -> None:
    for statement in _statements(template["Resources"][name]):
        assert statement["Effect"] == "Allow"
        for action in _list(statement["Action"]):
            assert "*" not in action, action
        for resource in _list(statement["Resource"]):
            assert resource != "*", statement["Sid"]


@pytest.mark.parametrize("name", ROLES)
def test_only_lambda_takes_a_role_and_nothing_is_added_to_it(
    resources: Resources, name: str
) -> None:
    role = resources[name]["Properties"]

    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert "ManagedPolicyArns" not in role


def test_each_function_has_a_role_of_its_own(resources: Resources) -> None:
    functions = of_type(resources, "AWS::Serverless::Function")

    assert sorted(f["Role"]["Fn::GetAtt"][0] for f in functions.values()) == sorted(ROLES)
    assert all("Policies" not in function for function in functions.values())


@pytest.mark.parametrize(
    ("role", "pattern"),
    [
        ("AuthorizerRole", "dynamodb:*"),
        ("AuthorizerRole", "s3:*"),
        ("AuthorizerRole", "secretsmanager:*"),
        ("AuthorizerRole", "cognito-idp:*"),
        ("AdminApiRole", "dynamodb:Scan"),
        ("AdminApiRole", "dynamodb:*Write*"),
        ("AdminApiRole", "dynamodb:Delete*"),
        ("AdminApiRole", "s3:Put*"),
        ("AdminApiRole", "secretsmanager:*"),
        ("AdminApiRole", "sqs:*"),
        ("AdminApiRole", "cognito-idp:AdminCreateUser"),
        ("AdminApiRole", "cognito-idp:AdminAddUserToGroup"),
        ("DiagnoserRole", "dynamodb:Scan"),
        ("DiagnoserRole", "s3:Put*"),
        ("DiagnoserRole", "s3:Delete*"),
        ("DiagnoserRole", "sqs:SendMessage"),
        ("DiagnoserRole", "cognito-idp:*"),
        ("DiagnoserRole", "bedrock*"),
        ("UpgraderRole", "dynamodb:Scan"),
        ("UpgraderRole", "s3:Put*"),
        ("UpgraderRole", "s3:Delete*"),
        ("UpgraderRole", "sqs:*"),
        ("UpgraderRole", "cognito-idp:*"),
        ("UpgraderRole", "bedrock*"),
    ],
)
def test_a_role_may_not(resources: Resources, role: str, pattern: str) -> None:
    allowed = {a for s in _statements(resources[role]) for a in _list(s["Action"])}

    assert not [action for action in allowed if fnmatchcase(action, pattern)]


@pytest.mark.parametrize("name", ["DiagnoserRole", "UpgraderRole"])
def test_nothing_but_a_claim_is_ever_deleted(resources: Resources, name: str) -> None:
    deleting = [
        statement
        for statement in _statements(resources[name])
        if any(action.startswith("dynamodb:Delete") for action in _list(statement["Action"]))
    ]

    assert [(it["Action"], it["Resource"], it["Condition"]) for it in deleting] == [
        (
            "dynamodb:DeleteItem",
            {"Fn::GetAtt": ["Table", "Arn"]},
            {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{claim('')['pk']}*"]}},
        )
    ]


@pytest.mark.parametrize("name", ["DiagnoserRole", "UpgraderRole"])
def test_bedrock_is_asked_only_where_it_was_chosen(template: dict[str, Any], name: str) -> None:
    template = {**template, "Parameters": {**template["Parameters"]}}
    template["Parameters"]["ClaudeProvider"] = {"Default": "bedrock"}
    role = Resolver(template)(template["Resources"][name])

    [statement] = [s for s in _statements(role) if s["Sid"] == "AskClaudeOnBedrock"]
    assert statement["Resource"]["Fn::Sub"].endswith("${AWS::AccountId}:project/*")


def _statements(role: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for policy in role["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            match statement:
                case {"Fn::If": [_, then, _]}:
                    yield then
                case _:
                    yield statement


def _list(value: str | dict[str, Any] | list[Any]) -> list[Any]:
    return value if isinstance(value, list) else [value]
