"""Hand-written ports that keep everything in memory, and a sandbox without walls."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from errata.errors import ConflictError, InvalidInputError, NotFoundError, StorageError
from errata.events import ArtifactRef, ExitFacts, FailureEvent
from errata.experiments import Experiment
from errata.ports import ExperimentQuery, Page
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.codec.metrics import split
from orchestrator.sandbox.step import Limits, StepResult, Video


class MemoryExperiments:
    def __init__(self) -> None:
        self.items: dict[str, Experiment] = {}

    def start(self, experiment: Experiment) -> None:
        if experiment.experiment_id in self.items:
            raise ConflictError(f"{experiment.experiment_id} exists")
        self.items[experiment.experiment_id] = experiment

    def finish(self, experiment: Experiment) -> None:
        known = self.items.get(experiment.experiment_id)
        if known is None or known.status is not ExperimentStatus.RUNNING:
            raise ConflictError(f"{experiment.experiment_id} is not running")
        self.items[experiment.experiment_id] = experiment

    def experiment(self, experiment_id: str) -> Experiment:
        if experiment_id not in self.items:
            raise NotFoundError(experiment_id)
        return self.items[experiment_id]

    def experiments(self, query: ExperimentQuery) -> Page[Experiment]:
        found = [e for e in self.items.values() if query.status in (None, e.status)]
        start = int(query.cursor or 0)
        end = start + 2
        return Page(tuple(found[start:end]), str(end) if end < len(found) else None)

    def champion(self) -> Experiment | None:
        adopted = [e for e in self.items.values() if e.status is ExperimentStatus.ADOPTED]
        return max(adopted, key=lambda e: e.finished_at or e.started_at, default=None)


class MemoryArtifacts:
    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}

    def put(self, kind: str, data: bytes) -> ArtifactRef:
        digest = hashlib.sha256(data).hexdigest()
        key = f"{kind}/{digest}"
        self.blobs[key] = data
        return ArtifactRef(key=key, sha256=digest, size=len(data))

    def get(self, ref: ArtifactRef) -> bytes:
        if ref.key not in self.blobs:
            raise NotFoundError(ref.key)
        return self.blobs[ref.key]


class MemoryQueue:
    def __init__(self) -> None:
        self.events: list[FailureEvent] = []
        self.down = False
        self.largest = 1 << 20

    def publish(self, event: FailureEvent) -> None:
        if len(event.model_dump_json()) > self.largest:
            raise InvalidInputError("event", "too large")
        if self.down:
            raise StorageError("the queue did not take the event")
        self.events.append(event)


class OpenSandbox:
    """Runs candidates in this very process: for sources that these tests themselves wrote."""

    mode = "no walls at all"

    def __init__(self, before: Callable[[], None] = lambda: None) -> None:
        """``before`` is called before each step."""
        self._before = before
        self.steps: list[str] = []
        self.waiting = 0
        self.steps_without_waiting = 0

    @contextmanager
    def prestarted(self, jobs: int) -> Iterator[None]:
        self.waiting = jobs
        yield
        self.waiting = 0

    def encode(self, candidate: bytes, video: Video, qp: int, *_: Limits) -> StepResult:
        arguments = (*split(video.planes, video), video.fps, qp)
        return self._run("encode", candidate, arguments, bytes)

    def decode(self, candidate: bytes, bitstream: bytes, **_: object) -> StepResult:
        def join(planes: Iterable[NDArray[np.uint8]]) -> bytes:
            return b"".join(plane.tobytes() for plane in planes)

        return self._run("decode", candidate, (bitstream,), join)

    def _run(
        self,
        step: str,
        candidate: bytes,
        arguments: tuple[object, ...],
        to_bytes: Callable[..., bytes],
    ) -> StepResult:
        self._before()
        self.steps.append(step)
        self.steps_without_waiting += self.waiting == 0
        started = time.monotonic()
        names: dict[str, Callable[..., object]] = {}
        try:
            exec(compile(candidate, "candidate.py", "exec"), names)  # noqa: S102 - our own texts
            output = to_bytes(names[step](*arguments))
        except Exception as error:  # noqa: BLE001 - a candidate may raise anything
            stage = Stage.VALIDATE if isinstance(error, SyntaxError | KeyError) else Stage(step)
            message = f"{type(error).__name__}: {error}"
            return StepResult(stage, ExitFacts(code=1), message, log=f"{message}\n".encode())
        facts = ExitFacts(code=0, duration_s=time.monotonic() - started)
        return StepResult(None, facts, output=output)
