"""The codec that candidates are made from and judged against, whoever adopted it."""

import logging
from dataclasses import dataclass

from errata.errors import ErrataError
from errata.events import ArtifactRef
from errata.experiments import Experiment
from errata.leases import SharedExperiments
from errata.ports import ArtifactStore
from orchestrator.codec.evaluate import Checkpoint, Evaluator
from orchestrator.patience import Patience
from orchestrator.trial import Trial

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Champion:
    """An adopted codec, with its curves on all clips of this run, the hold-out clip included."""

    experiment_id: str
    trial: Trial


class Lineage:
    """Follows the line of champions, which other orchestrators prolong, too.

    Parameters
    ----------
    store, artifacts : SharedExperiments, ArtifactStore
        Where champions are stored.
    evaluator : Evaluator
        What measures them anew: stored curves may come from other clips or another machine.
    checkpoint : callable
        Stops a measurement.
    patience : Patience
        How long storage is waited for.
    """

    def __init__(
        self,
        store: SharedExperiments,
        artifacts: ArtifactStore,
        evaluator: Evaluator,
        checkpoint: Checkpoint,
        patience: Patience,
    ) -> None:
        self.champion: Champion | None = None
        """The codec to build upon; None when a lineage is to begin."""
        self.stored_id: str | None = None
        """The experiment that is stored as champion, which may not pass on this machine."""
        self._store = store
        self._artifacts = artifacts
        self._evaluator = evaluator
        self._checkpoint = checkpoint
        self._patience = patience

    def refresh(self) -> None:
        """Measure what has been adopted since.

        Raises
        ------
        ErrataError
            When no codec of the lineage passes.
        Stopped
            By the checkpoint.
        """
        stored = self._patience.insist(self._store.champion)
        stored_id = stored.experiment_id if stored else None
        if stored_id != self.stored_id:
            self.champion = self._measured(stored)
            self.stored_id = stored_id

    def crown(self, champion: Champion) -> None:
        """Take note of an adoption of our own."""
        self.champion, self.stored_id = champion, champion.experiment_id

    def _measured(self, experiment: Experiment | None) -> Champion | None:
        """Return a stored champion, or the last of its parents that passes here."""
        while experiment is not None and experiment.code is not None:
            name = experiment.experiment_id
            trial = self._trial(experiment.code)
            failure = trial.first_failure(None, checkpoint=self._checkpoint)
            if failure is None:
                return Champion(name, trial)
            problem = failure.error_message
            if experiment.parent_id is None:
                raise ErrataError(
                    f"the start codec {name} no longer runs on this machine: {problem}"
                )
            _log.warning("Champion %s no longer passes (%s): taking its parent", name, problem)
            experiment = self._store.experiment(experiment.parent_id)
        return None

    def _trial(self, code: ArtifactRef) -> Trial:
        source = self._patience.insist(lambda: self._artifacts.get(code))
        return Trial(self._evaluator, source, code.sha256)
