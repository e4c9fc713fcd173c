"""One run of the loop: its workers, from the first proposal to the last outcome."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random
from typing import TYPE_CHECKING

from errata.errors import ConflictError, ErrataError
from errata.experiments import Experiment
from errata.taxonomy import ExperimentStatus, Stage
from orchestrator.champion import Lineage
from orchestrator.codec.evaluate import Evaluator, Stopped
from orchestrator.learning.learner import Learner, Untaught
from orchestrator.learning.mending import NoRepairs, Repairs
from orchestrator.office import Office
from orchestrator.parcels import Delivery
from orchestrator.patience import Patience
from orchestrator.proposers.port import NothingLeftError, Proposal
from orchestrator.selection import Selection
from orchestrator.trials import Trials

if TYPE_CHECKING:
    from orchestrator.loop import Loop, OnFinished

ELSEWHERE_S = 1.0
"""Pause between two looks at a lineage that another orchestrator begins."""
MOST_SKIPS = 8
"""Candidates in a row that are skipped before it counts as an experiment."""


@dataclass(slots=True)
class Run:
    """The moving parts of one call of :meth:`Loop.run`."""

    loop: "Loop"
    run_id: str
    seed: int
    on_finished: "OnFinished"
    stop: threading.Event
    finished: list[Experiment] = field(default_factory=list)
    champion_id: str | None = None
    broken: threading.Event = field(default_factory=threading.Event)
    """Set when one worker met an infrastructure failure, so that the others stop too."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def conduct(self, experiments: int, jobs: int) -> list[Experiment]:
        """Try candidates with several workers, until there were enough or a stop is asked for.

        Returns
        -------
        list of Experiment
            What orchestrators that vanished had left behind.
        """
        loop = self.loop
        patience = Patience(loop.pace.patience_s, self._stopped)
        delivery = Delivery(loop.store, loop.artifacts, loop.queue)
        office = Office(delivery, loop.spool, self.run_id, loop.pace.lease, patience)
        left_behind = office.catch_up()
        evaluator = Evaluator(loop.sandbox, loop.course)
        lineage = Lineage(loop.store, loop.artifacts, evaluator, self._checkpoint, patience)
        repairs = Repairs(loop.repairs, loop.artifacts) if loop.repairs else NoRepairs()
        trials = Trials(
            office.publisher,
            office.leases,
            evaluator,
            lineage,
            self._stopped,
            self._learner(),
            patience,
            Selection(loop.archive, loop.artifacts, loop.course),
            repairs,
        )
        with office.open(self.broken.set), loop.sandbox.prestarted(jobs):
            self._compete(trials, lineage, experiments, jobs)
        repairs.catch_up()
        return left_behind

    def _compete(self, trials: Trials, lineage: Lineage, experiments: int, jobs: int) -> None:
        try:
            self._begin(trials, lineage)
        except Stopped:
            return
        numbers = iter(range(len(self.finished), experiments))
        with ThreadPoolExecutor(jobs, thread_name_prefix="worker") as pool:
            workers = [pool.submit(self._work, trials, numbers) for _ in range(jobs)]
            try:
                for worker in as_completed(workers):
                    worker.result()
            except BaseException:
                self.broken.set()
                raise
        self.champion_id = lineage.champion.experiment_id if lineage.champion else None

    def _begin(self, trials: Trials, lineage: Lineage) -> None:
        """Find the champion; where there is none, try the start codec, unless another does."""
        lineage.refresh()
        while lineage.champion is None and not self._stopped():
            try:
                self._report(_begun(trials.begin(_start_codec())))
            except ConflictError:
                self.stop.wait(ELSEWHERE_S)
                lineage.refresh()

    def _work(self, trials: Trials, numbers: Iterator[int]) -> None:
        while not self._stopped():
            with self.lock:
                number = next(numbers, None)
            if number is None:
                return
            chance = Random(f"{self.seed}/{number}")  # noqa: S311 - repeatable, guards nothing
            try:
                self._try(trials, chance)
            except (Stopped, NothingLeftError):
                return

    def _try(self, trials: Trials, chance: Random) -> None:
        """Try the next candidate. What is skipped took no box: another is tried in its place."""
        for _ in range(1 + MOST_SKIPS):
            experiment = trials.next(self.loop.proposer, chance)
            self._report(experiment)
            if experiment.status is not ExperimentStatus.SKIPPED or self._stopped():
                return

    def _learner(self) -> Untaught:
        return Learner(self.loop.learning) if self.loop.learning else Untaught()

    def _report(self, experiment: Experiment) -> None:
        with self.lock:
            self.finished.append(experiment)
            self.on_finished(experiment)

    def _checkpoint(self, _: Stage) -> None:
        if self._stopped():
            raise Stopped

    def _stopped(self) -> bool:
        return self.stop.is_set() or self.broken.is_set()


def _start_codec() -> Proposal:
    source = files("orchestrator.codec").joinpath("start_codec.py").read_text("utf-8")
    hypothesis = "A plain codec to start from: block DCT, the last frame, zlib"
    return Proposal(source, hypothesis, proposer="start")


def _begun(experiment: Experiment) -> Experiment:
    if experiment.status is ExperimentStatus.FAILED:
        raise ErrataError(
            f"the start codec itself failed at stage {experiment.stage}: "
            f"see experiment {experiment.experiment_id}, then errata doctor"
        )
    return experiment
