"""What the parts of a stack logged, wherever their log groups ended up."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from errata.adapters.aws import storage_errors
from errata.errors import NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_logs import CloudWatchLogsClient

GROUPS: Final = {
    "diagnoser": "DiagnoserLogs",
    "upgrader": "UpgraderLogs",
    "admin-api": "AdminApiLogs",
    "authorizer": "AuthorizerLogs",
    "requests": "HttpApiLogs",
    "orchestrator": "OrchestratorLogs",
}
"""Logical ids in template.yaml by what people call the parts."""
TROUBLE: Final = (
    '{ $.level = "WARN*" || $.level = "ERROR" || $.level = "CRITICAL"'
    ' || $.record.status = "error" || $.record.status = "timeout" }'
)
"""Lines of ours, and Lambda's own reports of what ended badly."""


def group_of(client: "CloudFormationClient", stack: str, part: str) -> str:
    """Return the log group of a part of a stack.

    Raises
    ------
    NotFoundError
        When there is no such stack.
    StorageError
        When AWS does not answer.
    """
    with storage_errors(f"find the logs of {stack}"):
        resources = client.get_paginator("list_stack_resources").paginate(StackName=stack)
        for page in resources:
            for resource in page["StackResourceSummaries"]:
                if resource["LogicalResourceId"] == GROUPS[part]:
                    return resource["PhysicalResourceId"]
    raise NotFoundError(f"the stack {stack} has no logs of {part}")


def lines(
    client: "CloudWatchLogsClient", group: str, since: datetime, *, trouble_only: bool
) -> Iterator[str]:
    """Yield what was logged since a moment, oldest first.

    Raises
    ------
    StorageError
        When AWS does not answer.
    """
    with storage_errors(f"read {group}"):
        pages = client.get_paginator("filter_log_events").paginate(
            logGroupName=group,
            startTime=int(since.timestamp() * 1_000),
            filterPattern=TROUBLE if trouble_only else "",
        )
        for page in pages:
            yield from (event["message"].rstrip() for event in page["events"])
