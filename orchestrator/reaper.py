"""Finds experiments whose orchestrator vanished, and lets them fail, so that they are explained.

An orchestrator may die at any moment: killed, out of memory, its machine interrupted. Then the
leases of its experiments run out. Whoever finds one takes it over, by a conditional write, so that
it fails once.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from errata.errors import ConflictError
from errata.events import ExitFacts, Finding
from errata.experiments import Experiment
from errata.leases import SharedExperiments
from errata.taxonomy import ExperimentStatus
from orchestrator.leases import Leases
from orchestrator.publish import Publisher
from orchestrator.sandbox.step import StepResult

_log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=180)
"""How far an orchestrator looks back when it starts: as long as experiments are kept."""
TURN = "reaper"
"""The claim by which one orchestrator at a time looks for what others left."""


class Reaper:
    """Lets abandoned experiments fail at the stage they had reached.

    Parameters
    ----------
    store : SharedExperiments
        Where they are.
    publisher : Publisher
        What publishes their failures.
    leases : Leases
        By which they are taken over.
    spared : callable
        Returns the ids of experiments that have an outcome, though it is not delivered yet.
    """

    def __init__(
        self,
        store: SharedExperiments,
        publisher: Publisher,
        leases: Leases,
        spared: Callable[[], frozenset[str]],
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._leases = leases
        self._spared = spared

    def sweep(self) -> list[Experiment]:
        """Fail all that is overdue, however old, and return it."""
        return self._sweep(LOOK_BACK)

    def take_turn(self) -> None:
        """Fail what has become overdue of late, unless another orchestrator does."""
        until = self._leases.clock() + self._leases.length
        if self._store.claim([TURN], holder=self._leases.owner, until=until):
            self._sweep(timedelta(days=1))

    def _sweep(self, back: timedelta) -> list[Experiment]:
        today = self._leases.clock().date()
        spared = self._spared()
        overdue = self._store.overdue(today - back, today, now=self._leases.clock())
        # Our own may be overdue, too, when this machine was asleep.
        left = [e for e in overdue if not self._leases.holds(e.experiment_id)]
        return [
            failed
            for experiment in left
            if experiment.experiment_id not in spared and (failed := self._reap(experiment))
        ]

    def _reap(self, experiment: Experiment) -> Experiment | None:
        name, lease = experiment.experiment_id, self._leases.lease()
        try:
            self._store.take_over(name, lease, now=self._leases.clock())
        except ConflictError:
            return None  # it lives, or another was faster
        _log.warning("%s was left behind by %s", name, experiment.run_id)
        self._leases.hold(name, experiment.stage)
        if experiment.failure_id:  # its failure is explained; only its outcome was never stored
            return self._publisher.close(experiment, ExperimentStatus.FAILED)
        return self._publisher.fail(experiment, vanished(experiment))


def vanished(experiment: Experiment) -> StepResult:
    """Return the failure of an experiment whose orchestrator is gone, and what is known of it."""
    message = (
        f"the orchestrator of run {experiment.run_id} vanished at stage {experiment.stage}: "
        "it gave no sign of life until its lease ran out"
    )
    finding = Finding(code="orchestrator_vanished", message=message, values={})
    return StepResult(experiment.stage, ExitFacts(), message, findings=(finding,))
