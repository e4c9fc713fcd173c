"""Changes a CloudFormation stack, on AWS and on the emulator alike: look first, then leap."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from botocore.exceptions import ClientError
from ulid import ULID

from errata.adapters.aws import error_code
from errata.errors import ConflictError, NotFoundError, StorageError

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

STEADY: Final = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"})
UNBORN: Final = "REVIEW_IN_PROGRESS"
UNCHANGED: Final = ("didn't contain changes", "No updates are to be performed")
PATIENCE_S: Final = 3_600
"""A CloudFront distribution takes minutes; nothing takes an hour."""


class Change(NamedTuple):
    """What a change set would do to one resource."""

    action: str
    resource: str
    kind: str
    replaces: bool


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A change that CloudFormation has worked out and not yet made."""

    stack: str
    arn: str
    changes: tuple[Change, ...]


class Stack:
    """One stack by its name.

    Parameters
    ----------
    client : CloudFormationClient
        boto3's client.
    name : str
        The stack's name.
    poll_s : float
        Seconds between two looks at how a change gets on.
    """

    def __init__(self, client: "CloudFormationClient", name: str, poll_s: float = 5.0) -> None:
        self._client = client
        self.name = name
        self._poll_s = poll_s

    def described(self) -> "StackTypeDef | None":
        """Return what CloudFormation tells of the stack; None if there is none."""
        try:
            return self._client.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if error_code(error) == "ValidationError":
                return None
            raise

    def outputs(self) -> dict[str, str]:
        """Return the stack's outputs.

        Raises
        ------
        NotFoundError
            When there is no such stack, or it was never whole.
        """
        stack = self.described()
        if stack is None or stack["StackStatus"] == UNBORN:
            raise NotFoundError(f"there is no stack {self.name} in this account and region")
        return {it["OutputKey"]: it["OutputValue"] for it in stack.get("Outputs", [])}

    def parameters(self) -> dict[str, str]:
        """Return the parameters of the last deployment; empty before the first."""
        stack = self.described()
        given = stack.get("Parameters", []) if stack else []
        return {it["ParameterKey"]: it["ParameterValue"] for it in given}

    def propose(
        self, template_url: str, parameters: Mapping[str, str], tags: Mapping[str, str]
    ) -> ChangeSet | None:
        """Have a change worked out; None when there is nothing to change.

        Raises
        ------
        ConflictError
            When the stack is being changed, or cannot be changed any more.
        StorageError
            When CloudFormation refuses the template; says why.
        """
        stack = self.described()
        status = stack["StackStatus"] if stack else UNBORN
        if status not in STEADY | {UNBORN}:
            raise ConflictError(f"the stack {self.name} is {status}; see docs/operating.md")
        arn = self._client.create_change_set(
            StackName=self.name,
            ChangeSetName=f"errata-{ULID()}",
            ChangeSetType="CREATE" if status == UNBORN else "UPDATE",
            TemplateURL=template_url,
            Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()
            ],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
        )["Id"]
        return self._worked_out(arn)

    def _worked_out(self, arn: str) -> ChangeSet | None:
        while True:
            told = self._client.describe_change_set(ChangeSetName=arn, StackName=self.name)
            if told["Status"] == "CREATE_COMPLETE":
                return ChangeSet(self.name, arn, tuple(self._changes(arn)))
            if told["Status"] == "FAILED":
                reason = told.get("StatusReason", "")
                self._client.delete_change_set(ChangeSetName=arn, StackName=self.name)
                if any(words in reason for words in UNCHANGED):
                    return None
                raise StorageError(f"CloudFormation refuses the change: {reason}")
            time.sleep(self._poll_s)

    def _changes(self, arn: str) -> list[Change]:
        pages = self._client.get_paginator("describe_change_set").paginate(
            ChangeSetName=arn, StackName=self.name
        )
        return [
            Change(
                it.get("Action", ""),
                it.get("LogicalResourceId", ""),
                it.get("ResourceType", ""),
                it.get("Replacement") == "True",
            )
            for page in pages
            for change in page.get("Changes", [])
            for it in [change["ResourceChange"]]
        ]

    def make(self, change: ChangeSet) -> None:
        """Make a change and wait for its end.

        Raises
        ------
        StorageError
            When it failed; CloudFormation has then gone back to what was. Says why.
        """
        self._client.execute_change_set(ChangeSetName=change.arn, StackName=self.name)
        self._await()
        stack = self.described()
        if stack is None or stack["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            raise StorageError(f"the stack {self.name} could not be changed: {self._reasons()}")

    def delete(self) -> None:
        """Delete the stack and wait for its end.

        Raises
        ------
        StorageError
            When something could not be deleted; says what and why.
        """
        self._client.delete_stack(StackName=self.name)
        self._await()
        if self.described() is not None:
            raise StorageError(f"the stack {self.name} could not be deleted: {self._reasons()}")

    def _await(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while (stack := self.described()) and stack["StackStatus"].endswith("_IN_PROGRESS"):
            if time.monotonic() > deadline:
                raise StorageError(f"the stack {self.name} is {stack['StackStatus']} for an hour")
            time.sleep(self._poll_s)

    def _reasons(self) -> str:
        """Return what failed last, in the order in which it failed."""
        events = self._client.describe_stack_events(StackName=self.name)["StackEvents"]
        return "; ".join(
            f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
            for event in reversed(events[:100])
            if "FAILED" in event["ResourceStatus"] and event.get("ResourceStatusReason")
        )
