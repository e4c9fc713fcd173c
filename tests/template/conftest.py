"""The template as AWS sees it with its default parameters."""

from typing import Any

import pytest

from infra.template import load
from tests.template.decided import Resources, given


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    return load()


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> Resources:
    """The resources that a first deployment with default parameters makes."""
    return given(template)
