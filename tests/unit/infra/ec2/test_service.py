"""The loop as a service: round after round until it is told to stop, a JSON line for each."""

import io
import json
import threading
from typing import Any, cast

from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus
from infra import template
from infra.ec2.service import FINISHED, ROUND, teller, work
from orchestrator.loop import Loop, OnFinished
from tests.support import samples


class ThreeRounds:
    """Stands for a loop that is told to stop in its third round."""

    def __init__(self) -> None:
        self.rounds: list[tuple[int, int]] = []

    def run(
        self, *, experiments: int, jobs: int, stop: threading.Event, on_finished: OnFinished
    ) -> None:
        self.rounds.append((experiments, jobs))
        on_finished(samples.experiment())
        if len(self.rounds) == 3:
            stop.set()


def test_it_runs_until_it_is_stopped() -> None:
    loop, out = ThreeRounds(), io.StringIO()

    work(cast("Loop", loop), jobs=2, stop=threading.Event(), out=out)

    assert loop.rounds == [(ROUND, 2)] * 3
    assert len(out.getvalue().splitlines()) == 3


def test_a_line_holds_ids_and_facts_and_no_text() -> None:
    out = io.StringIO()
    experiment: Experiment = samples.experiment(
        status=ExperimentStatus.ABANDONED, hypothesis="AKIAIOSFODNN7EXAMPLE in a hypothesis"
    )

    teller(out)(experiment)

    line = json.loads(out.getvalue())
    assert line["correlation_id"] == experiment.experiment_id
    assert line["status"] == "abandoned"
    assert "hypothesis" not in out.getvalue()


def test_the_metric_filter_counts_these_lines() -> None:
    properties: dict[str, Any] = template.load()["Resources"]["ExperimentsFinished"]["Properties"]

    assert properties["FilterPattern"] == f'"{FINISHED}"'
