"""Logs as AWS is asked for them: page by page, and for trouble only if that is wanted."""

from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber
from mypy_boto3_logs import CloudWatchLogsClient

from errata.errors import NotFoundError, StorageError
from infra import template
from infra.logs import GROUPS, TROUBLE, group_of, lines

SINCE = datetime(2026, 11, 21, tzinfo=UTC)
ASKED = {"logGroupName": "group", "startTime": int(SINCE.timestamp() * 1_000)}


@pytest.fixture
def client() -> CloudWatchLogsClient:
    return boto3.client("logs", region_name="eu-central-1")


def test_every_page_is_read(client: CloudWatchLogsClient) -> None:
    with Stubber(client) as stub:
        stub.add_response(
            "filter_log_events",
            {"events": [{"message": "first\n"}], "nextToken": "more"},
            {**ASKED, "filterPattern": ""},
        )
        stub.add_response(
            "filter_log_events",
            {"events": [{"message": "second"}]},
            {**ASKED, "filterPattern": "", "nextToken": "more"},
        )

        assert list(lines(client, "group", SINCE, trouble_only=False)) == ["first", "second"]


def test_trouble_is_filtered_where_the_logs_are(client: CloudWatchLogsClient) -> None:
    with Stubber(client) as stub:
        stub.add_response("filter_log_events", {"events": []}, {**ASKED, "filterPattern": TROUBLE})

        assert list(lines(client, "group", SINCE, trouble_only=True)) == []
        stub.assert_no_pending_responses()


def test_a_refusal_is_told(client: CloudWatchLogsClient) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("filter_log_events", "AccessDeniedException")

        with pytest.raises(StorageError, match="read group: AccessDeniedException"):
            list(lines(client, "group", SINCE, trouble_only=True))


def test_every_log_group_of_the_template_has_a_name_for_people() -> None:
    resources = template.load()["Resources"].items()
    groups = {name for name, it in resources if it["Type"] == "AWS::Logs::LogGroup"}

    assert set(GROUPS.values()) == groups


def test_a_stack_without_them_is_told() -> None:
    client = boto3.client("cloudformation", region_name="eu-central-1")
    with Stubber(client) as stub:
        stub.add_response("list_stack_resources", {"StackResourceSummaries": []})

        with pytest.raises(NotFoundError, match="the stack other has no logs of diagnoser"):
            group_of(client, "other", "diagnoser")
