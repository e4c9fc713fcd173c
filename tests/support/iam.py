"""What a role of the template may do, judged by the emulator's own reading of IAM.

The emulator judges a request without some of what AWS knows of it, above all
``dynamodb:LeadingKeys``. Its evaluator knows no such gap; it needs the standard library only, so
it is loaded out of the emulator's environment.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any

from infra.setup.programs import tool_environment
from tests.template.decided import Resources

REGION = "eu-central-1"
ACCOUNT = "123456789012"
ARNS = {
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}",
    "AWS::S3::Bucket": "arn:aws:s3:::{}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{}}",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{{}}",
    "AWS::Cognito::UserPool": f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{{}}",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{{}}:*",
}
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::StackName": "errata",
    "AWS::URLSuffix": "amazonaws.com",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that a caller asks of AWS, as IAM sees it."""

    action: str
    resource: str = "*"
    context: Mapping[str, str | list[str]] = field(default_factory=dict)
    """Condition keys of the service, ``dynamodb:LeadingKeys`` above all."""

    def __str__(self) -> str:
        told = ", ".join(f"{key.split(':')[1]} {value}" for key, value in self.context.items())
        return " ".join(filter(None, (self.action, self.resource.split(":", 5)[-1], told)))


class Role:
    """The policies of one role, with every reference resolved.

    Parameters
    ----------
    resources : dict
        The template's, with its conditions decided.
    name : str
        The role's logical id.
    names : mapping of str to str, optional
        Physical names by logical id, and values of parameters; what is not named is called by
        its logical id.
    """

    def __init__(
        self, resources: Resources, name: str, names: Mapping[str, str] | None = None
    ) -> None:
        self._resources = resources
        self._names = names or {}
        self._policies = [_iam().parse_policy_document(it) for it in self._documents(name)]

    def may(self, call: Call) -> bool:
        """Tell whether IAM lets a call of this role through."""
        iam = _iam()
        asked = iam.EvalContext(
            principal_arn=f"arn:aws:sts::{ACCOUNT}:assumed-role/role/session",
            principal_type="AssumedRole",
            principal_account=ACCOUNT,
            action=call.action,
            resource_arn=call.resource,
            region=REGION,
            secure_transport=True,
            service_context={key.lower(): value for key, value in call.context.items()},
        )
        return bool(iam.evaluate(asked, self._policies).decision == "Allow")

    @property
    def actions(self) -> frozenset[str]:
        """Every action that some statement allows."""
        return frozenset(
            action
            for policy in self._policies
            for statement in policy
            if statement.effect == "Allow"
            for action in statement.actions
        )

    def _documents(self, name: str) -> Iterator[dict[str, Any]]:
        for policy in self._resources[name]["Properties"]["Policies"]:
            yield self._resolved(policy["PolicyDocument"])
        for resource in self._resources.values():
            if resource["Type"] == "AWS::IAM::Policy":
                properties = resource["Properties"]
                if {"Ref": name} in properties["Roles"]:
                    yield self._resolved(properties["PolicyDocument"])

    def _resolved(self, value: Any) -> Any:  # noqa: ANN401 any part of a policy
        match value:
            case {"Fn::GetAtt": [str(name), "Arn" | "Id"]} | {"Ref": str(name)}:
                return self._arn(name)
            case {"Fn::Sub": str(text)}:
                return self._substituted(text)
            case dict():
                return {key: self._resolved(item) for key, item in value.items()}
            case list():
                return [self._resolved(item) for item in value]
        return value

    def _arn(self, name: str) -> str:
        return arn(self._resources, name, self._names.get(name, name))

    def _substituted(self, text: str) -> str:
        for name, known in {**PSEUDO, **self._names}.items():
            text = text.replace(f"${{{name}}}", known)
        for name in self._resources:
            if f"${{{name}.Arn}}" in text:
                text = text.replace(f"${{{name}.Arn}}", self._arn(name))
        return text


def arn(resources: Resources, logical_id: str, name: str) -> str:
    """Return the ARN that a resource of the template has under a physical name."""
    return ARNS[resources[logical_id]["Type"]].format(name)


@cache
def _iam() -> ModuleType:
    [path] = tool_environment("emulator").glob(
        "lib/*/site-packages/ministack/core/iam_evaluator.py"
    )
    spec = spec_from_file_location("emulated_iam", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
