"""Marks on a trace, as the daemon beside a function gets them."""

import socket
from collections.abc import Iterator

import pytest

from errata.adapters.tracing import DAEMON, TRACE, mark
from tests.support.tracing import SAMPLED, listening, received


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with listening(monkeypatch) as listener:
        yield listener


def test_a_mark_is_a_subsegment_that_names_its_experiment(daemon: socket.socket) -> None:
    mark("diagnosed", started_s=10.0, ended_s=11.5, annotations={"experiment_id": "01J"})

    header, told = received(daemon)
    assert header == {"format": "json", "version": 1}
    assert len(bytes.fromhex(told.pop("id"))) == 8
    assert told == {
        "type": "subsegment",
        "name": "diagnosed",
        "trace_id": "1-5759e988-bd862e3fe1be46a994272793",
        "parent_id": "53995c3f42cd8ad8",
        "start_time": 10.0,
        "end_time": 11.5,
        "annotations": {"experiment_id": "01J"},
    }


@pytest.mark.parametrize("trace", ["", "garbage", SAMPLED.replace("Sampled=1", "Sampled=0")])
def test_what_is_not_sampled_is_not_told(
    daemon: socket.socket, monkeypatch: pytest.MonkeyPatch, trace: str
) -> None:
    monkeypatch.setenv(TRACE, trace)
    mark("unsampled", started_s=0, ended_s=1, annotations={})
    monkeypatch.setenv(TRACE, SAMPLED)
    mark("sampled", started_s=0, ended_s=1, annotations={})

    assert received(daemon)[1]["name"] == "sampled"


def test_without_a_daemon_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TRACE, SAMPLED)
    monkeypatch.delenv(DAEMON, raising=False)

    mark("diagnosed", started_s=0, ended_s=1, annotations={})
