"""Experiments and failures of the size that the codec loop makes."""

import random
from datetime import datetime

from ulid import ULID

from errata.events import ExitFacts, FailureEvent, Frame, RaisedException
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage

RUN_ID = str(ULID())
CRASHES = (
    ("ValueError", "operands could not be broadcast together with shapes (8,8) (4,8)"),
    ("IndexError", "index 144 is out of bounds for axis 1 with size 144"),
    ("ZeroDivisionError", "division by zero"),
    ("ModuleNotFoundError", "No module named 'pywt'"),
    ("MemoryError", "Unable to allocate 9.31 GiB for an array"),
)


def experiment(
    started_at: datetime, status: ExperimentStatus, random_: random.Random
) -> Experiment:
    """Return an experiment with a curve of four points and seven scores."""
    ulid = ULID.from_datetime(started_at)
    return Experiment(
        experiment_id=str(ulid),
        run_id=RUN_ID,
        status=status,
        stage=Stage.JUDGE,
        proposer="mutate",
        hypothesis="Quantise chroma with a larger step than luma where the block is smooth.",
        started_at=started_at,
        finished_at=started_at,
        metrics={f"score_{number}_percent": random_.uniform(-5, 5) for number in range(7)},
        points=tuple(
            {"qp": float(qp), "bitrate_kbps": random_.uniform(50, 900), "psnr_y_db": 36.5}
            for qp in (22, 27, 32, 37)
        ),
    )


def failure(experiment: Experiment, occurred_at: datetime, random_: random.Random) -> FailureEvent:
    """Return a crash of an experiment, with a traceback of six frames in a log of 4 KB."""
    kind, message = random_.choice(CRASHES)
    frames = tuple(
        Frame(
            file="candidate.py", line=40 + depth, function=f"step_{depth}", source="plane += rest"
        )
        for depth in range(6)
    )
    trace = [f'  File "candidate.py", line {it.line}, in {it.function}' for it in frames]
    progress = [f"frame {number} qp 22 bits {number * 997}" for number in range(120)]
    log = ["Traceback (most recent call last):", *trace, f"{kind}: {message}"]
    return FailureEvent(
        failure_id=str(ULID()),
        experiment_id=experiment.experiment_id,
        occurred_at=occurred_at,
        stage=Stage.ENCODE,
        error_message=f"{kind}: {message}",
        exit=ExitFacts(code=1, duration_s=1.5),
        exceptions=(RaisedException(type=kind, message=message, frames=frames),),
        log_tail="\n".join([*progress, *log]),
    )
