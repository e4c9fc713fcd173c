"""The template opens to strangers what the API itself opens, and nothing else."""

from infra.template import load
from lambdas.admin_api.guard import PUBLIC
from lambdas.admin_api.openapi import document


def test_the_gateway_and_the_guard_agree_on_what_is_public() -> None:
    routes = [
        resource["Properties"]
        for resource in load()["Resources"].values()
        if resource["Type"] == "AWS::ApiGatewayV2::Route"
    ]
    keys = {
        kind: {tuple(route["RouteKey"].split()) for route in routes
               if route["AuthorizationType"] == kind}
        for kind in ("NONE", "CUSTOM")
    }  # fmt: skip

    assert keys["NONE"] == PUBLIC
    assert keys["CUSTOM"] == {("ANY", "/api/{proxy+}")}
    assert len(routes) == len(PUBLIC) + 1


def test_every_documented_path_is_one_that_the_gateway_leads_to_the_authorizer() -> None:
    documented = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }

    assert documented >= PUBLIC
    assert all(path.startswith("/api/") for _, path in documented)
