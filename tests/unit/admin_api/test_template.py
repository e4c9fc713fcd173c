"""The template opens to strangers what the API itself opens, and nothing else."""

from pathlib import Path

import yaml

from lambdas.admin_api.guard import PUBLIC

TEMPLATE = Path(__file__).parents[3] / "template.yaml"


class CloudFormationLoader(yaml.SafeLoader):
    """Reads the template's plain parts; functions such as ``!Ref`` become their argument."""


def _argument(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    match node:
        case yaml.ScalarNode():
            return loader.construct_scalar(node)
        case yaml.SequenceNode():
            return loader.construct_sequence(node, deep=True)
        case _:
            return loader.construct_mapping(node, deep=True)


CloudFormationLoader.add_multi_constructor("!", _argument)


def test_the_gateway_and_the_guard_agree_on_what_is_public() -> None:
    template = yaml.load(TEMPLATE.read_text(), CloudFormationLoader)  # noqa: S506 derives from SafeLoader
    routes = [
        resource["Properties"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route"
    ]

    opened = {
        tuple(route["RouteKey"].split()) for route in routes if route["AuthorizationType"] == "NONE"
    }
    assert opened == PUBLIC
    assert {route["RouteKey"] for route in routes if route["AuthorizationType"] == "CUSTOM"} == {
        "ANY /api/{proxy+}"
    }
