"""The autonomous loop: propose, run in a sandbox, measure, adopt or reject."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from ulid import ULID

from errata.archive import ArchiveStore, NoArchive
from errata.experiments import Experiment
from errata.learning import LearningStore
from errata.leases import SharedExperiments
from errata.ports import ArtifactStore, FailureQueue
from errata.repairs import RepairStore
from orchestrator.codec.course import Course
from orchestrator.proposers.port import Proposer
from orchestrator.runs import Run
from orchestrator.sandbox.step import Sandbox
from orchestrator.spool import Spool
from orchestrator.summary import RunSummary, count_by_status

OnFinished = Callable[[Experiment], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things may take.

    Attributes
    ----------
    lease : timedelta
        Time without a sign of life after which others take an orchestrator for dead.
    patience_s : float
        For which a run waits for storage that does not answer, before it gives up.
    """

    lease: timedelta = timedelta(seconds=90)
    patience_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything the loop is made of.

    Attributes
    ----------
    store, artifacts, queue : SharedExperiments, ArtifactStore, FailureQueue
        Where experiments, large texts and failures go.
    sandbox : Sandbox
        Where candidates run.
    proposer : Proposer
        Where candidates come from.
    course : Course
        What they are to compress.
    spool : Spool
        What keeps all that is to be published until it is.
    pace : Pace
        How long things may take.
    learning : LearningStore or None
        Where what is learnt of outcomes is kept; None to try everything as if for the first time.
    repairs : RepairStore or None
        Where it is kept what was repaired; None to repair nothing.
    archive : ArchiveStore
        Where elites are kept, which candidates are made from beside the champion.
    """

    store: SharedExperiments
    artifacts: ArtifactStore
    queue: FailureQueue
    sandbox: Sandbox
    proposer: Proposer
    course: Course
    spool: Spool
    pace: Pace = Pace()
    learning: LearningStore | None = None
    repairs: RepairStore | None = None
    archive: ArchiveStore = field(default_factory=NoArchive)

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

        Other orchestrators may run at the same time, on this host or another: no candidate is
        tried twice.

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
            When the infrastructure failed. No candidate is blamed for it, and what has an outcome
            is kept until it can be published.
        ErrataError
            When even the start codec fails.
        """
        started_at, run_id = datetime.now(UTC), str(ULID())
        seed = secrets.randbits(32) if seed is None else seed
        run = Run(self, run_id, seed, on_finished, stop or threading.Event())
        left_behind = run.conduct(experiments, jobs)
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
            left_behind=tuple(experiment.experiment_id for experiment in left_behind),
            undelivered=self.spool.depth().parcels,
        )
