"""Hand-written ports that keep everything in memory, and a sandbox without walls."""

import hashlib
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from errata.archive import EliteRecord, surpasses
from errata.errors import ConflictError, InvalidInputError, NotFoundError, StorageError
from errata.events import ArtifactRef, ExitFacts, FailureEvent, Frame, RaisedException
from errata.experiments import Experiment
from errata.leases import Lease
from errata.ports import ExperimentQuery, Page
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.codec.metrics import split
from orchestrator.sandbox.step import Limits, StepResult, Video


class MemoryExperiments:
    """Experiments shared by all who hold this object; ``now`` is up to the test."""

    def __init__(self) -> None:
        self.items: dict[str, Experiment] = {}
        self.leases: dict[str, Lease] = {}
        self.candidates: dict[str, str] = {}
        self.stages: dict[str, Stage] = {}
        self.claims: dict[str, tuple[str, datetime]] = {}
        self.champion_id: str | None = None
        self._lock = threading.Lock()

    def start(self, experiment: Experiment, lease: Lease | None = None) -> None:
        name, candidate = experiment.experiment_id, self._candidate(experiment)
        with self._lock:
            if name in self.items or (lease and candidate in self.candidates):
                raise ConflictError(f"{name} or its code is taken")
            self.items[name] = experiment
            if lease:
                self.leases[name] = lease
                if candidate:
                    self.candidates[candidate] = name

    def finish(
        self, experiment: Experiment, *, owner: str | None = None, over: str | None = None
    ) -> None:
        name, adopted = experiment.experiment_id, experiment.status is ExperimentStatus.ADOPTED
        with self._lock:
            self._check_running(name, owner)
            if adopted and owner and over != self.champion_id:
                raise ConflictError(f"{over} is not champion")
            self.items[name] = experiment
            if adopted:
                self.champion_id = name
            failed_to_begin = experiment.parent_id is None and not adopted
            never_judged = experiment.status in (
                ExperimentStatus.ABANDONED,
                ExperimentStatus.SKIPPED,
            )
            if failed_to_begin or never_judged:
                self.candidates.pop(self._candidate(experiment), None)

    def renew(self, experiment_id: str, lease: Lease, stage: Stage) -> None:
        with self._lock:
            self._check_running(experiment_id, lease.owner)
            self.leases[experiment_id], self.stages[experiment_id] = lease, stage

    def overdue(self, first_day: date, last_day: date, *, now: datetime) -> list[Experiment]:
        return [
            experiment.model_copy(update={"stage": self.stages.get(name, experiment.stage)})
            for name, experiment in self.items.items()
            if self._is_overdue(name, now) and first_day <= experiment.started_at.date() <= last_day
        ]

    def take_over(self, experiment_id: str, lease: Lease, *, now: datetime) -> None:
        with self._lock:
            if not self._is_overdue(experiment_id, now):
                raise ConflictError(f"{experiment_id} is not overdue")
            self.leases[experiment_id] = lease

    def claim(self, fingerprints: Sequence[str], *, holder: str, until: datetime) -> frozenset[str]:
        won = set()
        for name in fingerprints:
            known, end = self.claims.get(name, (holder, until))
            if known == holder or end <= datetime.now(UTC):
                self.claims[name] = (holder, until)
                won.add(name)
        return frozenset(won)

    def _candidate(self, experiment: Experiment) -> str:
        code = experiment.code.sha256 if experiment.code else ""
        return f"{code} again in {experiment.run_id}" if experiment.replays else code

    def _check_running(self, name: str, owner: str | None) -> None:
        known, lease = self.items.get(name), self.leases.get(name)
        if known is None or known.status is not ExperimentStatus.RUNNING:
            raise ConflictError(f"{name} is not running")
        if owner and (lease is None or lease.owner != owner):
            raise ConflictError(f"{name} is not {owner}'s")

    def _is_overdue(self, name: str, now: datetime) -> bool:
        lease = self.leases.get(name)
        running = self.items[name].status is ExperimentStatus.RUNNING
        return running and lease is not None and lease.until < now

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
        return self.items[self.champion_id] if self.champion_id else None


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


class MemoryArchive:
    """Elites shared by all who hold this object."""

    def __init__(self) -> None:
        self.cells: dict[str, EliteRecord] = {}
        self.down = False

    def elites(self) -> Sequence[EliteRecord]:
        self._check()
        return [self.cells[name] for name in sorted(self.cells)]

    def offer(self, record: EliteRecord) -> bool:
        self._check()
        held = self.cells.get(record.cell.name)
        if held and not surpasses(record, held):
            return False
        self.cells[record.cell.name] = record
        return True

    def _check(self) -> None:
        if self.down:
            raise StorageError("the table does not answer")


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


def _raised(error: Exception) -> RaisedException:
    frames = [
        Frame(file=place.filename, line=place.lineno, function=place.name)
        for place in traceback.extract_tb(error.__traceback__)
        if place.filename == "candidate.py"
    ]
    return RaisedException(type=type(error).__name__, message=str(error), frames=tuple(frames))


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
            log, raised = f"{message}\n".encode(), (_raised(error),)
            return StepResult(stage, ExitFacts(code=1), message, raised, log=log)
        facts = ExitFacts(code=0, duration_s=time.monotonic() - started)
        return StepResult(None, facts, output=output)
