"""Which failed candidates are repaired, and what their repairs have shown.

A repair follows a diagnosis. Where the repaired candidate lives to be judged, the diagnosis is
verified; where it dies the same death, refuted; any other end shows nothing. All is decided by what
is stored, so that any orchestrator goes on where another stopped, and nobody waits for a diagnosis.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

from errata.errors import ConflictError, NotFoundError, StorageError
from errata.experiments import Experiment
from errata.ports import ArtifactStore, ExperimentQuery
from errata.repairs import RepairAttempt, RepairStore
from errata.taxonomy import ExperimentStatus, Stage, Verification
from orchestrator.codec.compare import COMPARED
from orchestrator.codec.verdict import BD_RATE
from orchestrator.learning.patients import Job, is_curable, job_of
from orchestrator.proposers.port import Brief

_log = logging.getLogger(__name__)
COST = 3
"""Other experiments for each repair: one in four experiments repairs, at most."""
MOST_SAVED = 2 * COST
"""What of this is saved up while there is nothing to repair."""
LOOKED_AT = 50
"""Latest failures among which one to repair is chosen."""
MOST_CLAIMED = 8
"""Failures that are looked into before it is given up for this time."""
SETTLED_AT_A_TIME = 25
STARTED_BY = timedelta(hours=1)
"""After this time without an experiment, whoever claimed a repair is taken for dead."""
EXPLAINED_BY = timedelta(days=1)
"""After this time, a repair that failed is settled without its diagnosis."""


class NoRepairs:
    """Repairs nothing."""

    def jobs(self, told: Brief, random: Random) -> Iterator[Job]:
        """Yield failed candidates to repair, each claimed: settle it, or give it back."""
        del told, random
        yield from ()

    def explored(self) -> None:
        """Take note that an experiment was none that repairs."""

    def give_back(self, job: Job) -> None:
        """Leave a failure to others, since no repair of it was tried."""

    def settle(self, job: Job, done: Experiment) -> None:
        """Store what a repair has shown, if it can be told already."""

    def catch_up(self) -> None:
        """Settle what could not be told when it ended, by whomever it was tried."""


class Repairs(NoRepairs):
    """Repairs failed candidates. Several threads may use it at a time.

    It never stops a run: where the table does not answer, nothing is repaired.

    Parameters
    ----------
    store : RepairStore
        Where failures are, and claims on them.
    artifacts : ArtifactStore
        Where code is.
    """

    def __init__(self, store: RepairStore, artifacts: ArtifactStore) -> None:
        self._store = store
        self._artifacts = artifacts
        self._saved = 0
        self._vain: set[str] = set()
        self._lock = threading.Lock()

    def explored(self) -> None:
        """Take note that an experiment was none that repairs."""
        with self._lock:
            self._saved = min(MOST_SAVED, self._saved + 1)

    def jobs(self, told: Brief, random: Random) -> Iterator[Job]:
        """Yield failed candidates to repair, each claimed: settle it, or give it back.

        Parameters
        ----------
        told : Brief
            What proposers are told.
        random : Random
            Chooses; kinds of repair that fared well come first more often.
        """
        with self._lock:
            if self._saved < COST:
                return
        self.catch_up()
        for failed in self._chosen(told, random):
            if job := self._claimed(failed, told):
                with self._lock:
                    self._saved -= COST
                yield job

    def give_back(self, job: Job) -> None:
        """Leave a failure to others, since no repair of it was tried."""
        with self._lock:
            self._saved += COST
            self._vain.add(job.attempt.repairs)
        with _tolerant("not given back"):
            self._store.give_back_repair(job.attempt)

    def settle(self, job: Job, done: Experiment) -> None:
        """Store what a repair has shown, if it can be told already."""
        with _tolerant("not settled"):
            self._settle(job.attempt, done)

    def catch_up(self) -> None:
        """Settle what could not be told when it ended, by whomever it was tried."""
        with _tolerant("repairs not settled"):
            for attempt in self._store.open_repairs(limit=SETTLED_AT_A_TIME):
                self._settle(attempt, self._repair(attempt))

    def _chosen(self, told: Brief, random: Random) -> Sequence[Experiment]:
        today = datetime.now(UTC).date()
        latest = ExperimentQuery(
            first_day=today - timedelta(days=1),
            last_day=today,
            status=ExperimentStatus.FAILED,
            limit=LOOKED_AT,
        )
        left: list[Experiment] = []
        with _tolerant("nothing to repair found"):
            curable = [each for each in self._store.experiments(latest).items if is_curable(each)]
            taken = self._store.repaired([each.experiment_id for each in curable]) | self._vain
            left = [each for each in curable if each.experiment_id not in taken]
        # A weighted draw without putting back (Efraimidis, Spirakis 2006).
        keys = {
            each.experiment_id: random.random()
            ** (1 / told.advice.get(f"repair/{each.category}", 1))
            for each in left
        }
        return sorted(left, key=lambda each: -keys[each.experiment_id])[:MOST_CLAIMED]

    def _claimed(self, failed: Experiment, told: Brief) -> Job | None:
        with _tolerant("not repaired"):
            try:
                job = job_of(failed, told, self._store, self._artifacts)
                self._store.claim_repair(job.attempt)
            except (ConflictError, NotFoundError):
                self._vain.add(failed.experiment_id)
            else:
                return job
        return None

    def _repair(self, attempt: RepairAttempt) -> Experiment | None:
        children = self._store.children(attempt.repairs, limit=LOOKED_AT).items
        return next((each for each in children if each.repairs == attempt.repairs), None)

    def _settle(self, attempt: RepairAttempt, repair: Experiment | None) -> None:
        age = datetime.now(UTC) - attempt.claimed_at
        if repair is None or repair.status is ExperimentStatus.ABANDONED:
            if repair or age > STARTED_BY:
                self._store.give_back_repair(attempt)
        elif repair.status is ExperimentStatus.RUNNING:
            return
        elif is_explained(repair) or age > EXPLAINED_BY:
            shown = shown_by(attempt, repair, self._findings(repair))
            if self._store.settle_repair(attempt, repair.experiment_id, shown):
                _log.info("Diagnosis of %s: %s", attempt.repairs, shown or "neither shown nor not")

    def _findings(self, repair: Experiment) -> frozenset[str]:
        """Return the codes of what spoke against a repair that was judged."""
        if repair.stage is not Stage.JUDGE or repair.failure_id is None:
            return frozenset()
        try:
            record = self._store.failure(repair.experiment_id, repair.failure_id)
        except NotFoundError:
            return frozenset()
        return frozenset(finding.code for finding in record.event.findings)


@contextmanager
def _tolerant(what: str) -> Iterator[None]:
    """Go on where the table does not answer."""
    try:
        yield
    except StorageError as error:
        _log.warning("%s: %s", what, error)


def is_explained(repair: Experiment) -> bool:
    """Tell whether all is known that a finished repair can show."""
    failed = repair.status is ExperimentStatus.FAILED
    return not failed or lives(repair) or repair.fingerprint is not None


def lives(repair: Experiment, findings: frozenset[str] = frozenset()) -> bool:
    """Tell whether a candidate lived to be compared with the champion, whatever came of it.

    One that broke the picture did not. What is exactly the champion's has no BD-rate: the findings
    of its judge tell.
    """
    compared = BD_RATE in repair.metrics or (findings and findings <= COMPARED)
    return repair.status is ExperimentStatus.ADOPTED or bool(compared)


def shown_by(
    attempt: RepairAttempt, repair: Experiment, findings: frozenset[str] = frozenset()
) -> Verification | None:
    """Return what a finished repair shows of the diagnosis that it followed."""
    if lives(repair, findings):
        return Verification.VERIFIED
    same = repair.fingerprint == attempt.fingerprint
    return Verification.REFUTED if same else None
