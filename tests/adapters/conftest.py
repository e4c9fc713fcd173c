"""AWS for adapter tests: what the real template makes of it, in moto."""

from collections.abc import Iterator

import pytest

from tests.support.anthropic_server import AnthropicServer
from tests.support.aws import CREDENTIALS, Cloud, deployed


@pytest.fixture
def server() -> Iterator[AnthropicServer]:
    """Speak Claude's wire format, on this machine alone."""
    with AnthropicServer().running() as server:
        yield server


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """The template's table, queues and buckets, empty."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with deployed() as cloud:
        yield cloud
