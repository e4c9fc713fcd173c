"""The experiments of a run, from proposal to outcome, and the champion they compete for."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random

from errata.errors import ConflictError, ErrataError, StorageError
from errata.experiments import Experiment
from errata.taxonomy import Stage
from orchestrator.champion import Champion, Lineage
from orchestrator.codec.evaluate import Evaluator, Stopped
from orchestrator.learning.learner import Untaught
from orchestrator.leases import Leases
from orchestrator.parcels import OvertakenError
from orchestrator.proposers.port import Brief, Proposal, Proposer
from orchestrator.proposing import NoCodeError, ask, without_code
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult
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
    """

    def __init__(
        self,
        publisher: Publisher,
        leases: Leases,
        evaluator: Evaluator,
        lineage: Lineage,
        stopped: Callable[[], bool],
        learner: Untaught,
    ) -> None:
        self._publisher = publisher
        self._leases = leases
        self._evaluator = evaluator
        self._lineage = lineage
        self._stopped = stopped
        self._learner = learner
        self._lock = threading.Lock()

    def begin(self, start: Proposal) -> Experiment:
        """Try a codec without a parent; when it passes the gates, it is the champion.

        Raises
        ------
        ConflictError
            When another orchestrator is trying it.
        """
        return self._try(start, "start", parent=None)

    def next(self, proposer: Proposer, random: Random) -> Experiment:
        """Let a proposer edit the champion, and try what it proposes."""
        with self._lock:
            self._lineage.refresh()
            parent = self._lineage.champion
        if parent is None:
            raise ValueError("a lineage has to begin before its next candidate")
        try:
            return self._try_something_new(proposer, parent, random)
        except NoCodeError as error:
            return self._fail_without_code(proposer.name, parent, error)

    def _try_something_new(
        self, proposer: Proposer, parent: Champion, random: Random
    ) -> Experiment:
        brief = self._learner.brief(self._brief(parent), random)
        for _ in range(1 + REPETITIONS_REFUSED):
            proposal = ask(proposer, brief, random)
            with suppress(ConflictError):
                return self._try(proposal, proposer.name, parent)
        raise NoCodeError(
            f"all {1 + REPETITIONS_REFUSED} proposals in a row had been tried before", "nothing_new"
        )

    def _brief(self, parent: Champion) -> Brief:
        first = self._evaluator.course.working[0]
        return Brief(
            parent=parent.trial.code.decode("utf-8", "replace"),
            parent_id=parent.experiment_id,
            points=parent.trial.points,
            anchors=first.anchors,
        )

    def _fail_without_code(self, proposer: str, parent: Champion, error: NoCodeError) -> Experiment:
        failure = without_code(error)
        experiment = self._publisher.start(
            Proposal("", ""), proposer=proposer, code=b"", parent_id=parent.experiment_id
        )
        return self._publisher.fail(experiment, failure)

    def _try(self, proposal: Proposal, proposer: str, parent: Champion | None) -> Experiment:
        # A lone surrogate is no text; let the candidate fail of it like of any other wrong byte.
        code = proposal.code.encode("utf-8", "surrogatepass")
        experiment = self._publisher.start(
            proposal,
            proposer=proposer,
            code=code,
            parent_id=parent.experiment_id if parent else None,
        )
        source = parent.trial.code.decode("utf-8", "replace") if parent else ""
        death = parent and self._learner.foreseen(source, proposal.code, proposal.operator)
        if death:
            return self._publisher.skip(experiment, death.experiment_id)
        trial = Trial(self._evaluator, code, hashlib.sha256(code).hexdigest())
        done = self._conducted(experiment, trial, parent)
        self._learner.note(done, source, proposal.code)
        return done

    def _conducted(
        self, experiment: Experiment, trial: Trial, parent: Champion | None
    ) -> Experiment:
        try:
            return self._outcome(experiment, trial, parent)
        except Stopped:
            return self._publisher.abandon(experiment)
        except StorageError:
            # Its outcome is in the spool; if even that failed, others find its lease run out.
            raise
        except BaseException:
            with suppress(ErrataError):  # as above
                self._publisher.abandon(experiment)
            raise

    def _outcome(self, experiment: Experiment, trial: Trial, parent: Champion | None) -> Experiment:
        def checkpoint(stage: Stage) -> None:
            name = experiment.experiment_id
            if self._stopped() or self._leases.is_lost(name):
                raise Stopped
            self._leases.hold(name, stage)

        failure = trial.first_failure(parent.trial if parent else None, checkpoint=checkpoint)
        if failure is None:
            # One verdict at a time: two candidates of one parent must not both take its place.
            with self._lock:
                failure = self._overtaken(trial, parent)
                while failure is None:
                    with suppress(OvertakenError):
                        return self._adopt(experiment, trial)
                    self._lineage.refresh()
                    failure = self._overtaken(trial, parent)
        return self._publisher.fail(experiment, failure, trial)

    def _adopt(self, experiment: Experiment, trial: Trial) -> Experiment:
        adopted = self._publisher.adopt(experiment, trial, self._lineage.stored_id)
        self._lineage.crown(Champion(experiment.experiment_id, trial))
        return adopted

    def _overtaken(self, trial: Trial, parent: Champion | None) -> StepResult | None:
        rival = self._lineage.champion
        if rival is None or rival is parent:
            return None
        return trial.overtaken(rival.trial, rival.experiment_id)
