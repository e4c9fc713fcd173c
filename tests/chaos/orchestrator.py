"""A whole orchestrator in a process of its own, to be killed.

Everything is real but the boxes: candidates of these tests' own making run, or fail, in this very
process, so that many fail within a minute.
"""

import json
import logging
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path
from random import Random
from types import FrameType

from orchestrator import bootstrap
from orchestrator.codec import metrics
from orchestrator.codec.course import Clip, Course
from orchestrator.codec.synthetic import moving_texture
from orchestrator.loop import Loop
from orchestrator.proposers.port import Brief, Proposal
from orchestrator.sandbox.step import Limits, StepResult, Video
from orchestrator.settings import OrchestratorSettings
from tests.chaos.kinds import KINDS, failure
from tests.unit.orchestrator.fakes import OpenSandbox
from tests.unit.orchestrator.house import START

MARK = "# of kind "


class KnownFates(OpenSandbox):
    """Lets a candidate fail as it says it will, and runs the others."""

    def encode(self, candidate: bytes, video: Video, qp: int, *limits: Limits) -> StepResult:
        if candidate.startswith(MARK.encode()):
            return failure(int(candidate.split()[3]))
        return super().encode(candidate, video, qp, *limits)


class Fates:
    """Proposes candidates that fail in many ways, and sometimes a better one."""

    name = "fates"

    def propose(self, brief: Brief, random: Random) -> Proposal:
        assert brief.parent
        if random.random() < 0.01:
            rounding = 0.5 - random.randrange(400) / 1_000
            return Proposal(START.replace("ROUNDING = 0.5", f"ROUNDING = {rounding:.3f}"), "better")
        kind = random.randrange(KINDS)
        return Proposal(f"{MARK}{kind}\n# {random.randrange(1 << 40)}\n", "doomed")


def loop(settings: OrchestratorSettings) -> Loop:
    """Return the real loop, with its boxes exchanged."""
    bootstrap.open_sandbox = KnownFates  # type: ignore[assignment] - this process's own
    bootstrap._course = lambda *_: Course((Clip("texture", moving_texture()),))
    metrics.mean_vmaf = lambda *_: None  # type: ignore[assignment] - takes seconds
    return replace(bootstrap.build_loop(settings), proposer=Fates())


def main() -> None:
    """Run experiments until told to stop, and note what became of each."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    experiments, seed, ledger = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    with ledger.open("a") as file:

        def note(experiment: object) -> None:
            line = experiment.model_dump_json(include={"experiment_id", "status", "failure_id"})  # type: ignore[attr-defined] - an Experiment
            file.write(json.dumps(json.loads(line)) + "\n")
            file.flush()
            os.fsync(file.fileno())

        settings = OrchestratorSettings()
        loop(settings).run(experiments=experiments, seed=seed, jobs=4, on_finished=note, stop=stop)


if __name__ == "__main__":
    main()
