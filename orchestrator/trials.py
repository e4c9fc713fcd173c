"""The experiments of a run, from proposal to outcome, and the champion they compete for."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from random import Random

from errata.errors import ConflictError, ErrataError, StorageError
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.champion import Champion, Lineage
from orchestrator.codec.evaluate import Evaluator, Stopped
from orchestrator.learning.learner import Untaught
from orchestrator.learning.mending import NoRepairs
from orchestrator.learning.patients import Job
from orchestrator.leases import Leases
from orchestrator.parcels import OvertakenError
from orchestrator.patience import Patience
from orchestrator.proposers.port import Brief, NotNowError, Proposal, Proposer, UnavailableError
from orchestrator.proposing import NoCodeError, ask, without_code
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult
from orchestrator.selection import Selection
from orchestrator.trial import Trial

REPETITIONS_REFUSED = 8
"""How often a proposer is asked again when what it proposes has been tried, by whomever."""


class Trials:
    """The experiments of one run. Several threads may conduct them at a time.

    Parameters
    ----------
    publisher : Publisher
        Where outcomes go.
    leases : Leases
        By which the experiments are held.
    evaluator : Evaluator
        What runs candidates.
    lineage : Lineage
        The champions they are made from.
    stopped : callable
        Tells whether running experiments are to be abandoned.
    learner : Untaught
        What is told of outcomes, and asked before a box is spent.
    patience : Patience
        How long a proposer is waited for that cannot be asked for the moment.
    selection : Selection
        What chooses parents, and keeps what is best of its kind.
    repairs : NoRepairs
        What chooses failed candidates to be repaired instead.
    """

    def __init__(
        self,
        publisher: Publisher,
        leases: Leases,
        evaluator: Evaluator,
        lineage: Lineage,
        stopped: Callable[[], bool],
        learner: Untaught,
        patience: Patience,
        selection: Selection,
        repairs: NoRepairs,
    ) -> None:
        self._publisher = publisher
        self._leases = leases
        self._evaluator = evaluator
        self._lineage = lineage
        self._stopped = stopped
        self._learner = learner
        self._patience = patience
        self._selection = selection
        self._repairs = repairs
        self._lock = threading.Lock()

    def begin(self, start: Proposal) -> Experiment:
        """Try a codec without a parent; when it passes the gates, it is the champion.

        Raises
        ------
        ConflictError
            When another orchestrator is trying it.
        """
        return self._try(start, Brief(""), champion=None)

    def next(self, proposer: Proposer, random: Random) -> Experiment:
        """Let a proposer mend a failed candidate, or edit an elite, and try what it proposes."""
        with self._lock:
            self._lineage.refresh()
            champion = self._lineage.champion
        if champion is None:
            raise ValueError("a lineage has to begin before its next candidate")
        brief = self._learner.brief(self._selection.brief(champion, random), random)
        if repair := self._repaired(proposer, brief, champion, random):
            return repair
        self._repairs.explored()
        try:
            return self._try_something_new(proposer, brief, champion, random)
        except NoCodeError as error:
            return self._fail_without_code(brief, error)

    def _repaired(
        self, proposer: Proposer, told: Brief, champion: Champion, random: Random
    ) -> Experiment | None:
        for job in self._repairs.jobs(told, random):
            try:
                done = self._mend(proposer, job, champion, random)
            except (UnavailableError, ConflictError):
                # Whoever cannot mend it may better another: that tells whether the run goes on.
                self._repairs.give_back(job)
            else:
                self._repairs.settle(job, done)
                return done
        return None

    def _mend(self, proposer: Proposer, job: Job, champion: Champion, random: Random) -> Experiment:
        try:
            proposal = job.checked(self._asked(proposer, job.brief, random))
        except NoCodeError as error:
            return self._fail_without_code(job.brief, error)
        return self._try(proposal, job.brief, champion)

    def _try_something_new(
        self, proposer: Proposer, brief: Brief, champion: Champion, random: Random
    ) -> Experiment:
        for _ in range(1 + REPETITIONS_REFUSED):
            proposal = self._asked(proposer, brief, random)
            with suppress(ConflictError):
                return self._try(proposal, brief, champion)
        problem = f"all {1 + REPETITIONS_REFUSED} proposals in a row had been tried before"
        raise NoCodeError(problem, replace(proposal, finding="nothing_new"))

    def _asked(self, proposer: Proposer, brief: Brief, random: Random) -> Proposal:
        try:
            return self._patience.insist(lambda: ask(proposer, brief, random), NotNowError)
        except NotNowError:
            if self._stopped():
                raise Stopped from None
            raise

    def _fail_without_code(self, brief: Brief, error: NoCodeError) -> Experiment:
        failure = without_code(error)
        experiment = self._publisher.start(error.proposal, code=b"", brief=brief)
        return self._publisher.fail(experiment, failure)

    def _try(self, proposal: Proposal, brief: Brief, champion: Champion | None) -> Experiment:
        # A lone surrogate is no text; let the candidate fail of it like of any other wrong byte.
        code = proposal.code.encode("utf-8", "surrogatepass")
        experiment = self._publisher.start(proposal, code=code, brief=brief)
        # What is repeated on purpose is repeated, whatever is known of it.
        may_skip = champion and not proposal.replays
        death = may_skip and self._learner.foreseen(brief.parent, proposal.code)
        if death:
            return self._publisher.skip(experiment, death.experiment_id)
        trial = Trial(self._evaluator, code, hashlib.sha256(code).hexdigest())
        done = self._conducted(experiment, trial, champion)
        self._selection.offer(done, trial)
        self._learner.note(done, brief.parent, proposal.code)
        return done

    def _conducted(
        self, experiment: Experiment, trial: Trial, champion: Champion | None
    ) -> Experiment:
        try:
            return self._outcome(experiment, trial, champion)
        except Stopped:
            return self._publisher.abandon(experiment)
        except StorageError:
            # Its outcome is in the spool; if even that failed, others find its lease run out.
            raise
        except BaseException:
            with suppress(ErrataError):  # as above
                self._publisher.abandon(experiment)
            raise

    def _outcome(
        self, experiment: Experiment, trial: Trial, champion: Champion | None
    ) -> Experiment:
        def checkpoint(stage: Stage) -> None:
            name = experiment.experiment_id
            if self._stopped() or self._leases.is_lost(name):
                raise Stopped
            self._leases.hold(name, stage)

        failure = trial.first_failure(champion.trial if champion else None, checkpoint=checkpoint)
        if failure is None:
            # One verdict at a time: two that beat one champion must not both take its place.
            with self._lock:
                failure = self._overtaken(trial, champion)
                while failure is None:
                    with suppress(OvertakenError):
                        return self._adopt(experiment, trial)
                    self._lineage.refresh()
                    failure = self._overtaken(trial, champion)
        return self._publisher.fail(experiment, failure, trial)

    def _adopt(self, experiment: Experiment, trial: Trial) -> Experiment:
        adopted = self._publisher.adopt(experiment, trial, self._lineage.stored_id)
        self._lineage.crown(Champion(experiment.experiment_id, trial))
        return adopted

    def _overtaken(self, trial: Trial, champion: Champion | None) -> StepResult | None:
        rival = self._lineage.champion
        if rival is None or rival is champion:
            return None
        return trial.overtaken(rival.trial, rival.experiment_id)
