"""The autonomous loop: propose, run in a sandbox, measure, adopt or reject."""

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from random import Random

from ulid import ULID

from errata.errors import ErrataError
from errata.experiments import Experiment
from errata.ports import ArtifactStore, ExperimentStore, FailureQueue
from errata.taxonomy import ExperimentStatus
from orchestrator.champion import reigning_champion
from orchestrator.codec.course import Course
from orchestrator.codec.evaluate import Evaluator, Stopped
from orchestrator.proposers.port import Proposal, Proposer
from orchestrator.publish import Publisher
from orchestrator.runs import abandon_dead_runs, marked
from orchestrator.sandbox.step import Sandbox
from orchestrator.summary import RunSummary, count_by_status
from orchestrator.trials import Trials

OnFinished = Callable[[Experiment], None]


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything the loop is made of.

    Attributes
    ----------
    store, artifacts, queue : ExperimentStore, ArtifactStore, FailureQueue
        Where experiments, large texts and failures go.
    sandbox : Sandbox
        Where candidates run.
    proposer : Proposer
        Where candidates come from.
    course : Course
        What they are to compress.
    runs_dir : Path
        Where runs in progress leave their marks.
    """

    store: ExperimentStore
    artifacts: ArtifactStore
    queue: FailureQueue
    sandbox: Sandbox
    proposer: Proposer
    course: Course
    runs_dir: Path

    def run(
        self,
        *,
        experiments: int = 24,
        seed: int | None = None,
        jobs: int = 2,
        on_finished: OnFinished = lambda _: None,
        stop: threading.Event | None = None,
    ) -> RunSummary:
        """Run a number of experiments.

        Parameters
        ----------
        experiments : int
            How many; on an empty store, the start codec is the first of them.
        seed : int, optional
            Decides the proposals; drawn anew by default.
        jobs : int
            Boxes at a time.
        on_finished : callable
            Called with each finished experiment, never by two threads at once.
        stop : threading.Event, optional
            Once set, no experiment starts, and running ones are abandoned after their present box.

        Raises
        ------
        StorageError, SandboxError
            When the infrastructure failed. No candidate is blamed for it.
        ErrataError
            When even the start codec fails.
        """
        started_at, run_id = datetime.now(UTC), str(ULID())
        seed = secrets.randbits(32) if seed is None else seed
        left_running = abandon_dead_runs(self.runs_dir, self.store)
        run = _Run(self, run_id, seed, on_finished, stop or threading.Event())
        with marked(self.runs_dir, run_id), self.sandbox.prestarted(jobs):
            run.conduct(experiments, jobs)
        return RunSummary(
            run_id=run_id,
            proposer=self.proposer.name,
            seed=seed,
            jobs=jobs,
            isolation=self.sandbox.mode,
            started_at=started_at,
            finished_at=datetime.now(UTC),
            experiments=tuple(sorted(run.finished, key=lambda e: e.experiment_id)),
            counts=count_by_status(run.finished),
            champion_id=run.champion_id,
            anchors={
                name: tuple(point.as_dict() for point in curve)
                for name, curve in self.course.working[0].anchors.items()
            },
            abandoned_earlier=tuple(left_running),
        )


@dataclass(slots=True)
class _Run:
    """The moving parts of one call of :meth:`Loop.run`."""

    loop: Loop
    run_id: str
    seed: int
    on_finished: OnFinished
    stop: threading.Event
    finished: list[Experiment] = field(default_factory=list)
    champion_id: str | None = None
    broken: threading.Event = field(default_factory=threading.Event)
    """Set when one worker met an infrastructure failure, so that the others stop too."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def conduct(self, experiments: int, jobs: int) -> None:
        """Try candidates with several workers, until there were enough or a stop is asked for."""
        try:
            trials = self._trials()
        except Stopped:
            return
        if trials.champion is None:
            self._report(_begun(trials.begin(_start_codec())))
        numbers = iter(range(len(self.finished), experiments))
        with ThreadPoolExecutor(jobs, thread_name_prefix="worker") as pool:
            workers = [pool.submit(self._work, trials, numbers) for _ in range(jobs)]
            try:
                for worker in as_completed(workers):
                    worker.result()
            except BaseException:
                self.broken.set()
                raise
        self.champion_id = trials.champion.experiment_id if trials.champion else None

    def _trials(self) -> Trials:
        loop = self.loop
        publisher = Publisher(loop.store, loop.artifacts, loop.queue, self.run_id)
        evaluator = Evaluator(loop.sandbox, loop.course)
        champion = reigning_champion(loop.store, loop.artifacts, evaluator, self._stopped)
        return Trials(publisher, evaluator, champion, self._stopped)

    def _work(self, trials: Trials, numbers: Iterator[int]) -> None:
        while not self._stopped() and trials.champion is not None:
            with self.lock:
                number = next(numbers, None)
            if number is None:
                return
            chance = Random(f"{self.seed}/{number}")  # noqa: S311 - repeatable, guards nothing
            self._report(trials.next(self.loop.proposer, chance))

    def _report(self, experiment: Experiment) -> None:
        with self.lock:
            self.finished.append(experiment)
            self.on_finished(experiment)

    def _stopped(self) -> bool:
        return self.stop.is_set() or self.broken.is_set()


def _start_codec() -> Proposal:
    source = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
    return Proposal(source, "A plain codec to start from: block DCT, the last frame, zlib")


def _begun(experiment: Experiment) -> Experiment:
    if experiment.status is ExperimentStatus.FAILED:
        raise ErrataError(
            f"the start codec itself failed at stage {experiment.stage}: "
            f"see experiment {experiment.experiment_id}, then errata doctor"
        )
    return experiment
