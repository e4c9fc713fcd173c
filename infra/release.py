"""Makes changed parameters reach functions behind an alias.

SAM publishes a new version when a function's code or the text of its properties changes. The value
of a parameter is neither: it would stay with ``$LATEST``, and the alias with what was before.
"""

from typing import TYPE_CHECKING

import boto3

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


def publish(session: boto3.Session, stack: str) -> list[str]:
    """Point the aliases of a stack's functions at what their functions are now.

    Returns
    -------
    list of str
        Names of the functions that got a new version.
    """
    client = session.client("lambda")
    published = []
    for function, alias in _aliases(session.client("cloudformation"), stack):
        latest = client.get_function_configuration(FunctionName=function)
        live = client.get_function_configuration(FunctionName=function, Qualifier=alias)
        if latest.get("Environment") == live.get("Environment"):
            continue
        version = client.publish_version(FunctionName=function)["Version"]
        # A snapshot is taken of the new version; until then the old one serves.
        client.get_waiter("published_version_active").wait(FunctionName=function, Qualifier=version)
        client.update_alias(FunctionName=function, Name=alias, FunctionVersion=version)
        published.append(function)
    return published


def forget_old(session: boto3.Session, stack: str) -> list[str]:
    """Delete versions that are neither live nor the one before: each keeps a snapshot, which costs.

    Returns
    -------
    list of str
        What was deleted, as ``function:version``.
    """
    client = session.client("lambda")
    forgotten = []
    for function, alias in _aliases(session.client("cloudformation"), stack):
        live = int(client.get_alias(FunctionName=function, Name=alias)["FunctionVersion"])
        pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=function)
        told = [it["Version"] for page in pages for it in page["Versions"]]
        versions = sorted(int(version) for version in told if version.isdigit())
        for version in [it for it in versions if it < live][:-1]:
            client.delete_function(FunctionName=function, Qualifier=str(version))
            forgotten.append(f"{function}:{version}")
    return forgotten


def _aliases(client: "CloudFormationClient", stack: str) -> list[tuple[str, str]]:
    """Return function and alias of each alias resource, whose id is the alias's ARN."""
    resources = client.describe_stack_resources(StackName=stack)["StackResources"]
    found = []
    for resource in resources:
        if resource["ResourceType"] == "AWS::Lambda::Alias":
            *_, function, alias = resource["PhysicalResourceId"].split(":")
            found.append((function, alias))
    return found
