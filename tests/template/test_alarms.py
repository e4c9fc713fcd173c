"""Alarms: every thing that can go wrong calls somebody, and tells them what to do."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest
from aws_lambda_powertools.utilities.circuit_breaker import CircuitState, CircuitTransition

from errata.adapters.budget import DailyBudget
from errata.adapters.claude.telemetry import circuit_changed
from infra.home import CHECKOUT
from tests.template.decided import Resources, given, of_type

RUNBOOK = re.compile(r"Runbook: docs/operating\.md#([a-z-]+)$")


@pytest.fixture(scope="module")
def alarms(resources: Resources) -> dict[str, dict[str, Any]]:
    return of_type(resources, "AWS::CloudWatch::Alarm")


def test_every_alarm_reaches_the_topic_and_says_when_it_is_over(
    alarms: dict[str, dict[str, Any]],
) -> None:
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}], name


def test_every_alarm_names_a_runbook_that_exists(alarms: dict[str, dict[str, Any]]) -> None:
    text = (CHECKOUT / "docs/operating.md").read_text()
    sections = {
        title.lower().replace(" ", "-") for title in re.findall(r"^### (.+)$", text, re.MULTILINE)
    }

    for name, alarm in alarms.items():
        found = RUNBOOK.search(alarm["AlarmDescription"])
        assert found, name
        assert found[1] in sections, name


def test_every_function_is_watched_for_errors_and_throttles(
    resources: Resources, alarms: dict[str, dict[str, Any]]
) -> None:
    watched = {
        (alarm["Dimensions"][0]["Value"]["Ref"], alarm["MetricName"])
        for alarm in alarms.values()
        if alarm["Namespace"] == "AWS/Lambda"
    }

    functions = of_type(resources, "AWS::Serverless::Function")
    assert watched == {(name, metric) for name in functions for metric in ("Errors", "Throttles")}


def test_the_queues_are_watched(alarms: dict[str, dict[str, Any]]) -> None:
    dead, old = alarms["DeadLettersAlarm"], alarms["OldFailuresAlarm"]

    assert (dead["MetricName"], dead["Threshold"]) == ("ApproximateNumberOfMessagesVisible", 0)
    assert old["MetricName"] == "ApproximateAgeOfOldestMessage"
    # A message that came back once is not yet old: it is invisible for six minutes.
    assert old["Threshold"] > 360


def test_silence_is_an_alarm_only_where_machines_are_to_run(template: dict[str, Any]) -> None:
    def quiet(**parameters: str) -> dict[str, Any]:
        alarm: dict[str, Any] = given(template, **parameters)["QuietAlarm"]["Properties"]
        return alarm

    released = {"OrchestratorReleaseSha256": "0" * 64}
    assert quiet()["ActionsEnabled"] is False
    assert quiet(**released)["ActionsEnabled"] is True
    assert quiet(**released, OrchestratorCount="0")["ActionsEnabled"] is False
    assert quiet()["TreatMissingData"] == "breaching"


def test_metrics_made_of_logs_are_those_that_alarms_watch(
    resources: Resources, alarms: dict[str, dict[str, Any]]
) -> None:
    made = {
        transformation["MetricName"]
        for found in of_type(resources, "AWS::Logs::MetricFilter").values()
        for transformation in found["MetricTransformations"]
    }

    watched = {a["MetricName"] for a in alarms.values() if a["Namespace"] == "Errata"}
    assert watched - made == {"Parked"}  # which the diagnoser measures itself
    assert made <= watched


def test_what_the_filters_look_for_is_what_is_logged(
    resources: Resources, caplog: pytest.LogCaptureFixture
) -> None:
    filters = of_type(resources, "AWS::Logs::MetricFilter")
    change = CircuitTransition("model#access", CircuitState.CLOSED, CircuitState.OPEN)
    circuit_changed(change)
    state = vars(caplog.records[-1])["state"]
    wanted = f'{{ $.message = "{caplog.messages[-1]}" && $.state = "{state}" }}'
    assert wanted == filters["DiagnoserCircuitsOpened"]["FilterPattern"]

    DailyBudget(Mock(), 1.0, lambda: datetime.now(UTC)).exhaust()
    wanted = f'{{ $.message = "{caplog.messages[-1]}" }}'
    assert wanted == filters["DiagnoserBudgetSpent"]["FilterPattern"]
    for cause in ("CircuitsOpened", "BudgetSpent"):
        patterns = {filters[f"{who}{cause}"]["FilterPattern"] for who in ("Diagnoser", "Upgrader")}
        assert len(patterns) == 1


def test_the_dashboard_shows_every_alarm(
    resources: Resources, alarms: dict[str, dict[str, Any]]
) -> None:
    body = resources["OperatorsDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]

    [panel] = [widget["properties"] for widget in widgets if widget["type"] == "alarm"]
    assert set(panel["alarms"]) == {f"${{{name}.Arn}}" for name in alarms}
    assert all(widget["properties"]["title"] for widget in widgets)
