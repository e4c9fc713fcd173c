"""The experiments of a run, from proposal to outcome, and the champion they compete for."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import suppress
from random import Random

from errata.errors import ErrataError, StorageError
from errata.experiments import Experiment
from orchestrator.champion import Champion
from orchestrator.codec.evaluate import Evaluator, Stopped
from orchestrator.proposers.port import Proposal, Proposer
from orchestrator.proposing import NoCodeError, ask, without_code
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult
from orchestrator.trial import Trial

REPETITIONS_REFUSED = 8
"""How often a proposer is asked again when it repeats itself; after that, so be it."""


class Trials:
    """The experiments of one run. Several threads may conduct them at a time.

    Parameters
    ----------
    publisher : Publisher
        Where outcomes go.
    evaluator : Evaluator
        What runs candidates.
    champion : Champion or None
        The codec to build upon; None when a lineage is to begin.
    stopped : callable
        Tells whether running experiments are to be abandoned.
    """

    def __init__(
        self,
        publisher: Publisher,
        evaluator: Evaluator,
        champion: Champion | None,
        stopped: Callable[[], bool],
    ) -> None:
        self.champion = champion
        self._publisher = publisher
        self._evaluator = evaluator
        self._stopped = stopped
        self._lock = threading.Lock()
        self._tried: set[str] = set()

    def begin(self, start: Proposal) -> Experiment:
        """Try a codec without a parent; when it passes the gates, it is the champion."""
        return self._try(start, "start", parent=None)

    def next(self, proposer: Proposer, random: Random) -> Experiment:
        """Let a proposer edit the champion, and try what it proposes."""
        parent = self.champion
        if parent is None:
            raise ValueError("a lineage has to begin before its next candidate")
        try:
            proposal = self._new_proposal(proposer, parent, random)
        except NoCodeError as error:
            return self._fail_without_code(proposer.name, parent, error)
        return self._try(proposal, proposer.name, parent)

    def _new_proposal(self, proposer: Proposer, parent: Champion, random: Random) -> Proposal:
        source = parent.trial.code.decode("utf-8", "replace")
        proposal = ask(proposer, source, random)
        for _ in range(REPETITIONS_REFUSED):
            if self._is_new(proposal.code):
                break
            proposal = ask(proposer, source, random)
        return proposal

    def _is_new(self, code: str) -> bool:
        """Tell whether this run has not tried ``code`` yet, and remember it."""
        with self._lock:
            known = code in self._tried
            self._tried.add(code)
        return not known

    def _fail_without_code(self, proposer: str, parent: Champion, error: NoCodeError) -> Experiment:
        failure = without_code(error)
        experiment = self._publisher.start(
            proposer=proposer, code=b"", hypothesis="", parent_id=parent.experiment_id
        )
        return self._publisher.fail(experiment, failure)

    def _try(self, proposal: Proposal, proposer: str, parent: Champion | None) -> Experiment:
        # A lone surrogate is no text; let the candidate fail of it like of any other wrong byte.
        code = proposal.code.encode("utf-8", "surrogatepass")
        experiment = self._publisher.start(
            proposer=proposer,
            code=code,
            hypothesis=proposal.hypothesis,
            parent_id=parent.experiment_id if parent else None,
        )
        try:
            trial = Trial(self._evaluator, code, hashlib.sha256(code).hexdigest())
            return self._outcome(experiment, trial, parent)
        except Stopped:
            return self._publisher.abandon(experiment)
        except StorageError:
            # Perhaps the failure is on its way already: the next start finds out.
            raise
        except BaseException:
            with suppress(ErrataError):  # the next start does it otherwise
                self._publisher.abandon(experiment)
            raise

    def _outcome(self, experiment: Experiment, trial: Trial, parent: Champion | None) -> Experiment:
        failure = trial.first_failure(parent.trial if parent else None, stopped=self._stopped)
        if failure is None:
            # One verdict at a time: two candidates of one parent must not both take its place.
            with self._lock:
                failure = self._overtaken(trial, parent)
                if failure is None:
                    adopted = self._publisher.adopt(experiment, trial)
                    self.champion = Champion(experiment.experiment_id, trial)
                    return adopted
        return self._publisher.fail(experiment, failure, trial)

    def _overtaken(self, trial: Trial, parent: Champion | None) -> StepResult | None:
        rival = self.champion
        if rival is None or rival is parent:
            return None
        return trial.overtaken(rival.trial, rival.experiment_id)
