"""The functions: what they are given, how failures reach the diagnoser, and what they leave."""

from typing import Any

import pytest
from pydantic_settings import BaseSettings

from infra.template import functions
from lambdas.admin_api.settings import AdminApiSettings
from lambdas.authorizer.settings import AuthorizerSettings
from lambdas.diagnoser.settings import DiagnoserSettings
from lambdas.upgrader.handler import STORING_S
from lambdas.upgrader.settings import UpgraderSettings
from tests.template.decided import Resources, given, of_type


def test_a_message_stays_invisible_for_six_attempts_at_it(resources: Resources) -> None:
    queue = resources["FailuresQueue"]["Properties"]
    diagnoser = resources["DiagnoserFunction"]["Properties"]

    assert queue["VisibilityTimeout"] >= 6 * diagnoser["Timeout"]


def test_a_message_that_fails_five_times_is_set_aside(resources: Resources) -> None:
    assert resources["FailuresQueue"]["Properties"]["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["DeadLetterQueue", "Arn"]},
        "maxReceiveCount": 5,
    }


def test_one_bad_message_does_not_take_its_batch_with_it(resources: Resources) -> None:
    mapping = resources["DiagnoserFunction"]["Properties"]["Events"]["Failures"]["Properties"]

    assert mapping["BatchSize"] == 50
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["MaximumBatchingWindowInSeconds"] == 1
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 5}


def test_the_diagnoser_starts_from_a_snapshot(resources: Resources) -> None:
    diagnoser = resources["DiagnoserFunction"]["Properties"]

    assert diagnoser["AutoPublishAlias"] == "live"
    assert diagnoser["AutoPublishAliasAllProperties"] is True
    assert diagnoser["SnapStart"] == {"ApplyOn": "PublishedVersions"}


def test_diagnoses_are_bettered_every_ten_minutes(resources: Resources) -> None:
    upgrader = resources["UpgraderFunction"]["Properties"]
    [schedule] = upgrader["Events"].values()

    assert schedule["Type"] == "Schedule"
    assert schedule["Properties"]["Schedule"] == "rate(10 minutes)"
    assert 4 * STORING_S < upgrader["Timeout"] < 10 * 60
    # What a pass leaves, the next one does: it is not tried again in between.
    for policy in (schedule["Properties"]["RetryPolicy"], upgrader["EventInvokeConfig"]):
        assert policy["MaximumRetryAttempts"] == 0
        assert policy["MaximumEventAgeInSeconds"] < 10 * 60


def test_who_asks_the_model_is_given_the_same_account_and_budget(resources: Resources) -> None:
    diagnoser, upgrader = (
        resources[name]["Properties"]["Environment"]["Variables"]
        for name in ("DiagnoserFunction", "UpgraderFunction")
    )
    shared = {name for name in diagnoser if name.startswith("ERRATA_")}
    shared.remove("ERRATA_CLAUDE_CALLS_AT_ONCE")  # the other function does not ask at once

    assert {name: upgrader[name] for name in shared} == {name: diagnoser[name] for name in shared}


def test_the_wrong_ids_of_models_on_bedrock_are_refused_when_it_is_deployed(
    template: dict[str, Any],
) -> None:
    rule = template["Rules"]["ModelIdsOfBedrock"]

    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "ClaudeProvider"}, "bedrock"]}
    checked = {it["Assert"]["Fn::Not"][0]["Fn::Contains"][1]["Ref"] for it in rule["Assertions"]}
    assert checked == {"ClaudeModel", "ClaudeEscalationModel"}
    for assertion in rule["Assertions"]:
        [names, parameter] = assertion["Assert"]["Fn::Not"][0]["Fn::Contains"]
        assert template["Parameters"][parameter["Ref"]]["Default"] in names
        assert 'must start with "anthropic."' in assertion["AssertDescription"]


def test_functions_run_on_graviton(template: dict[str, Any]) -> None:
    shared = template["Globals"]["Function"]

    assert (shared["Runtime"], shared["Architectures"]) == ("python3.13", ["arm64"])


def test_every_function_logs_to_a_group_that_forgets(resources: Resources) -> None:
    groups = of_type(resources, "AWS::Logs::LogGroup")
    functions = of_type(resources, "AWS::Serverless::Function").values()
    used = {function["LoggingConfig"]["LogGroup"]["Ref"] for function in functions}

    assert len(used) == len(functions)
    assert used < set(groups)
    assert all(group["RetentionInDays"] == 30 for group in groups.values())


@pytest.mark.parametrize(
    ("function", "settings"),
    [
        ("DiagnoserFunction", DiagnoserSettings),
        ("UpgraderFunction", UpgraderSettings),
        ("AdminApiFunction", AdminApiSettings),
        ("AuthorizerFunction", AuthorizerSettings),
    ],
)
def test_a_function_is_given_the_settings_it_reads_and_no_others(
    resources: Resources, function: str, settings: type[BaseSettings]
) -> None:
    given = resources[function]["Properties"]["Environment"]["Variables"]

    ours = {name for name in given if name.startswith("ERRATA_")}
    assert ours == {f"ERRATA_{field}".upper() for field in settings.model_fields}
    assert given["POWERTOOLS_SERVICE_NAME"]


def test_each_function_ships_the_folder_of_its_handler(template: dict[str, Any]) -> None:
    assert functions(template) == {
        "DiagnoserFunction": "diagnoser",
        "UpgraderFunction": "upgrader",
        "AdminApiFunction": "admin_api",
        "AuthorizerFunction": "authorizer",
    }


def test_no_secret_is_in_the_environment_or_the_template(resources: Resources) -> None:
    assert set(resources["ClaudeSecret"]["Properties"]) == {"Description"}


def test_a_new_account_which_may_run_ten_functions_can_deploy(
    resources: Resources, template: dict[str, Any]
) -> None:
    """Lambda keeps 100 of an account's executions unreserved, or refuses the reservation."""
    for function in of_type(resources, "AWS::Serverless::Function").values():
        assert "ReservedConcurrentExecutions" not in function

    reserving = given(template, UpgraderReservedConcurrency="1")["UpgraderFunction"]
    assert reserving["Properties"]["ReservedConcurrentExecutions"] == "1"


def test_every_function_is_traced(template: dict[str, Any]) -> None:
    assert template["Globals"]["Function"]["Tracing"] == "Active"


SET_ASIDE = {
    "DiagnoserFunction": "what it fails comes again, and goes to the queue's dead letters at last",
    "UpgraderFunction": "the next pass does what a failed one left, and an alarm tells",
    "AdminApiFunction": "who calls it waits for the answer",
    "AuthorizerFunction": "who calls it waits for the answer",
}
"""Why no function needs a queue of its own for what it could not do."""


def test_what_each_function_fails_to_do_is_not_lost(resources: Resources) -> None:
    assert set(of_type(resources, "AWS::Serverless::Function")) == set(SET_ASIDE)
    asynchronous = {
        name
        for name, function in of_type(resources, "AWS::Serverless::Function").items()
        if any(event["Type"] != "SQS" for event in function.get("Events", {}).values())
    }
    assert asynchronous == {"UpgraderFunction"}
