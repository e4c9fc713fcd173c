"""A template with its conditions decided."""

import copy
import json
import subprocess
from collections.abc import Iterator
from typing import Any

from infra.setup.programs import tool_environment

TRANSFORM = """
import json, sys
import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
session = boto3.Session(region_name="eu-central-1")
translator = Translator({}, Parser(), boto_session=session)
json.dump(translator.translate(json.load(sys.stdin), parameter_values={}), sys.stdout)
"""
"""AWS's own transform, which lives in the emulator's environment: it wants an older pydantic."""

Resources = dict[str, dict[str, Any]]

ABSENT = object()
"""Stands for AWS::NoValue while a template is resolved."""


class Resolver:
    """Takes each ``Fn::If`` the way the parameters' defaults say; references stay as they are."""

    def __init__(self, template: dict[str, Any]) -> None:
        self._conditions = template["Conditions"]
        self._defaults = {name: p["Default"] for name, p in template["Parameters"].items()}

    def holds(self, condition: str | None) -> bool:
        return condition is None or self._evaluate(self._conditions[condition])

    def __call__(self, value: Any) -> Any:  # noqa: ANN401 any part of a template
        match value:
            case {"Fn::If": [condition, then, otherwise]}:
                return self(then if self.holds(condition) else otherwise)
            case {"Ref": "AWS::NoValue"}:
                return ABSENT
            case {"Ref": str(name)} if name in self._defaults:
                return self._defaults[name]
            case dict():
                resolved = {key: self(item) for key, item in value.items()}
                return {key: item for key, item in resolved.items() if item is not ABSENT}
            case list():
                return [item for item in map(self, value) if item is not ABSENT]
        return value

    def _evaluate(self, expression: dict[str, Any]) -> bool:
        match expression:
            case {"Fn::Equals": [left, right]}:
                return str(self(left)) == str(self(right))
            case {"Fn::Not": [inner]}:
                return not self._evaluate(inner)
            case {"Fn::And": parts}:
                return all(map(self._evaluate, parts))
            case {"Condition": str(name)}:
                return self.holds(name)
        raise AssertionError(f"an expression these tests do not know: {expression}")


def of_type(resources: Resources, kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of all resources of a type; there must be some."""
    found = {name: r["Properties"] for name, r in resources.items() if r["Type"] == kind}
    assert found, f"no {kind}"
    return found


def statements(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the statements of every policy of a resolved resource, whatever its type."""
    properties = resource.get("Properties", {})
    inline = properties.get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []
    documents = [policy["PolicyDocument"] for policy in inline]
    if "PolicyDocument" in properties:
        documents.append(properties["PolicyDocument"])
    for document in documents:
        yield from document["Statement"]


def listed(value: str | dict[str, Any] | list[Any]) -> list[Any]:
    """Return a value that may stand alone as a list."""
    return value if isinstance(value, list) else [value]


def transformed(template: dict[str, Any]) -> dict[str, Any]:
    """Return the template as CloudFormation's own transform leaves it: without SAM's resources."""
    whole = copy.deepcopy(template)
    for resource in whole["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/function.zip"
    python = tool_environment("emulator") / "bin" / "python"
    done = subprocess.run(
        [python, "-c", TRANSFORM],
        input=json.dumps(whole),
        capture_output=True,
        text=True,
        check=True,
    )
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def given(template: dict[str, Any], **parameters: str) -> Resources:
    """Return the resources that a deployment with some parameters makes."""
    defaults = template["Parameters"] | {name: {"Default": v} for name, v in parameters.items()}
    resolve = Resolver({**template, "Parameters": defaults})
    return {
        name: resolve(resource)
        for name, resource in template["Resources"].items()
        if resolve.holds(resource.get("Condition"))
    }
