"""The template as AWS sees it with its default parameters."""

from typing import Any

import pytest

from infra.template import load
from tests.template.decided import Resolver, Resources


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return load()


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> Resources:
    """The resources that a first deployment with default parameters makes."""
    resolve = Resolver(template)
    return {
        name: resolve(resource)
        for name, resource in template["Resources"].items()
        if resolve.holds(resource.get("Condition"))
    }
