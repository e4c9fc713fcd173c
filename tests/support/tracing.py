"""The daemon beside a function that takes its traces."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from errata.adapters.tracing import DAEMON, TRACE

SAMPLED = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=a:0"


@contextmanager
def listening(environment: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Listen where Lambda's own daemon would, for a trace that is sampled."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.bind(("127.0.0.1", 0))
        daemon.settimeout(10)
        environment.setenv(DAEMON, f"127.0.0.1:{daemon.getsockname()[1]}")
        environment.setenv(TRACE, SAMPLED)
        yield daemon


def received(daemon: socket.socket) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the document of the next datagram."""
    header, document = daemon.recv(65_536).split(b"\n", 1)
    return json.loads(header), json.loads(document)
