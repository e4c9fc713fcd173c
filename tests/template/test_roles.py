"""Each function has a role of its own that may do what the function does, and no more."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from errata.adapters.dynamodb.keys import claim, views
from tests.template.decided import Resources, given, listed, of_type, statements

ROLES = ("DiagnoserRole", "UpgraderRole", "AdminApiRole", "AuthorizerRole")


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
        ("OrchestratorRole", "dynamodb:Scan"),
        ("OrchestratorRole", "dynamodb:Delete*"),
        ("OrchestratorRole", "s3:Delete*"),
        ("OrchestratorRole", "sqs:Receive*"),
        ("OrchestratorRole", "sqs:Delete*"),
        ("OrchestratorRole", "cognito-idp:*"),
        ("OrchestratorRole", "ec2:*"),
        ("OrchestratorRole", "ssm:GetParameter*"),
    ],
)
def test_a_role_may_not(resources: Resources, role: str, pattern: str) -> None:
    allowed = {a for s in statements(resources[role]) for a in listed(s["Action"])}

    assert not [action for action in allowed if fnmatchcase(action, pattern)]


@pytest.mark.parametrize(
    ("name", "partition"),
    [
        ("DiagnoserRole", claim("")["pk"]),
        ("UpgraderRole", claim("")["pk"]),
        ("AdminApiRole", views("")),
    ],
)
def test_nothing_but_claims_and_saved_views_is_ever_deleted(
    resources: Resources, name: str, partition: str
) -> None:
    deleting = [
        statement
        for statement in statements(resources[name])
        if any(action.startswith("dynamodb:Delete") for action in listed(statement["Action"]))
    ]

    assert [(it["Action"], it["Resource"], it["Condition"]) for it in deleting] == [
        (
            "dynamodb:DeleteItem",
            {"Fn::GetAtt": ["Table", "Arn"]},
            {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{partition}*"]}},
        )
    ]


@pytest.mark.parametrize("name", ["DiagnoserRole", "UpgraderRole"])
def test_bedrock_is_asked_only_where_it_was_chosen(template: dict[str, Any], name: str) -> None:
    role = given(template, ClaudeProvider="bedrock")[name]

    [statement] = [s for s in statements(role) if s["Sid"] == "AskClaudeOnBedrock"]
    assert statement["Resource"]["Fn::Sub"].endswith("${AWS::AccountId}:project/*")
