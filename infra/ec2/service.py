"""The loop without an end, telling in one JSON line each what became of an experiment."""

import json
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, TextIO

from errata.experiments import Experiment
from orchestrator.loop import Loop

ROUND: Final = 200
"""Experiments between two looks at who reigns by then, other machines' champions included."""
FINISHED: Final = "experiment finished"
"""What a metric filter of template.yaml counts."""


def work(loop: Loop, *, jobs: int, stop: threading.Event, out: TextIO = sys.stdout) -> None:
    """Run experiments until ``stop`` is set; those in a box then are abandoned after it.

    Raises
    ------
    StorageError, SandboxError
        When the infrastructure failed; to be started again.
    """
    while not stop.is_set():
        loop.run(experiments=ROUND, jobs=jobs, stop=stop, on_finished=teller(out))


def teller(out: TextIO) -> Callable[[Experiment], None]:
    """Return what writes one line for each finished experiment: ids and facts, never a text."""

    def tell(experiment: Experiment) -> None:
        line = {
            "timestamp": datetime.now(UTC).isoformat(),
            "level": "INFO",
            "message": FINISHED,
            "correlation_id": experiment.experiment_id,
            "status": experiment.status.value,
            "stage": experiment.stage.value,
            "failure_id": experiment.failure_id,
            "run_id": experiment.run_id,
        }
        print(json.dumps(line), file=out, flush=True)

    return tell
