from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow or busy machine is no reason to fail: no test of ours is about seconds.
settings.register_profile("errata", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("errata")

LONGEST_FIRST = [
    *("chaos", "e2e", "sandboxed", "attacks"),
    *("adapters", "dashboard", "template", "unit"),
]
"""Rings in the order they start, so that at the end only short files are left to share out."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: LONGEST_FIRST.index(item.path.relative_to(here).parts[0]))
