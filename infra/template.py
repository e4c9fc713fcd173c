"""Reads the SAM template, short intrinsic forms included."""

from pathlib import Path
from typing import Any

import yaml

from infra.home import CHECKOUT

PATH = CHECKOUT / "template.yaml"


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's tags: ``!Ref x`` is ``{"Ref": "x"}``."""


def _intrinsic(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    argument: Any
    match node:
        case yaml.ScalarNode():
            argument = loader.construct_scalar(node)
        case yaml.SequenceNode():
            argument = loader.construct_sequence(node, deep=True)
        case _:
            argument = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type] # a mapping is what is left
    if suffix == "GetAtt" and isinstance(argument, str):
        argument = argument.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": argument}


_Loader.add_multi_constructor("!", _intrinsic)


def load(path: Path = PATH) -> dict[str, Any]:
    """Return the template as plain data, in the long form that JSON templates have."""
    template: dict[str, Any] = yaml.load(path.read_text(), _Loader)  # noqa: S506 derives from SafeLoader
    return template


def functions(template: dict[str, Any]) -> dict[str, str]:
    """Return the folder below ``lambdas/`` of each function's logical id."""
    return {
        name: resource["Properties"]["Handler"].split(".")[1]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
